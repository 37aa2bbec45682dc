"""The official client of the Model Context Protocol talks to `kbc mcp`, in both of its ways to speak."""

import os
import pathlib

import pytest
from mcp import Client, StdioServerParameters

ROOT = pathlib.Path(__file__).parents[2]
PROJECT = ROOT / "tests/knowledge/kubernetes"


def server() -> StdioServerParameters:
    environment = {**os.environ, "KBC_CACHE": "off"}
    return StdioServerParameters(command=os.environ["KBC"], args=["mcp", "--project", str(PROJECT)], env=environment)


async def call(client: Client, tool: str, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content


@pytest.mark.parametrize("mode", ["legacy", "auto", "2026-07-28"])
@pytest.mark.asyncio
async def test_a_person_is_led_to_the_end(mode):
    async with Client(server(), mode=mode) as client:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"find_guides", "start", "answer", "why", "get"}
        assert all(tool.annotations.read_only_hint and not tool.annotations.destructive_hint for tool in tools)
        log = "Back-off restarting failed container app in pod"
        found = await call(client, "find_guides", log=log)
        guide = found["guides"][0]
        event = await call(client, "start", guide=guide["guide"], seen=guide["seen"])
        for _ in range(100):
            if event["event"] == "end":
                break
            assert (await call(client, "why", handle=event["handle"]))["event"] == "why"
            answer = {"answer": event["options"][-1]["name"]} if event["event"] == "question" else {"cant": True}
            event = await call(client, "answer", handle=event["handle"], **answer)
        assert event["event"] == "end", event


@pytest.mark.parametrize("mode", ["legacy", "auto"])
@pytest.mark.asyncio
async def test_guides_are_resources_and_the_prompt_begins(mode):
    async with Client(server(), mode=mode) as client:
        listed = (await client.list_resources()).resources
        text = (await client.read_resource(listed[0].uri)).contents[0].text
        assert text.startswith("---\ntitle:")
        prompt = await client.get_prompt("troubleshoot", {"problem": "a pod restarts"})
        assert "a pod restarts" in prompt.messages[0].content.text
        forged = await client.call_tool("answer", {"handle": "nothing#go/+x", "cant": True})
        assert forged.is_error and "no guide is called `nothing`" in forged.content[0].text

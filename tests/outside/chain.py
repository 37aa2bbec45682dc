"""A true alert: Prometheus raises it, Alertmanager sends it over loopback, and what arrives is kept for `kbc match`.

chain.py FOLDER: writes the payloads of both there, as `webhook.json`, `alertmanager.json` and `prometheus.json`.
"""

import http.server
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request

RULES = pathlib.Path(__file__).parent / "shop/alerts.yaml"
FIRING = {"DatabaseRefuses", "OrderQueueGrowing"}
SECONDS = 40


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Webhook(http.server.BaseHTTPRequestHandler):
    """Keeps the largest payload that came: the first may hold one alert of the group only."""

    got: bytes = b""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) > len(Webhook.got):
            Webhook.got = body
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def names(alerts: list) -> set:
    return {alert["labels"]["alertname"] for alert in alerts}


def asked(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read()
    except OSError:
        return b"{}"


def until(what: str, found) -> None:
    end = time.monotonic() + SECONDS
    while not found():
        if time.monotonic() > end:
            sys.exit(f"nothing came in {SECONDS} s: {what}")
        time.sleep(0.2)


def main(folder: pathlib.Path) -> None:
    hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    manager, prometheus = free_port(), free_port()
    (folder / "alertmanager.yml").write_text(
        "route: {receiver: hook, group_by: [nothing], group_wait: 1s, group_interval: 1s}\n"
        f"receivers: [{{name: hook, webhook_configs: [{{url: 'http://127.0.0.1:{hook.server_port}/'}}]}}]\n"
    )
    shutil.copy(RULES, folder / "alerts.yaml")
    (folder / "prometheus.yml").write_text(
        "global: {evaluation_interval: 1s}\n"
        "rule_files: [alerts.yaml]\n"
        f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{manager}']}}]}}]}}\n"
    )
    commands = [
        ["prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/manager",
         f"--web.listen-address=127.0.0.1:{manager}", "--cluster.listen-address="],
        ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/series",
         f"--web.listen-address=127.0.0.1:{prometheus}", "--rules.alert.resend-delay=1s"],
    ]
    started = []
    try:
        for command in commands:
            log = (folder / f"{command[0]}.log").open("wb")
            started.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=folder))
        until("a webhook", lambda: FIRING <= names(json.loads(Webhook.got or b"{}").get("alerts", [])))
        (folder / "webhook.json").write_bytes(Webhook.got)
        for name, address, alerts in [
            ("alertmanager.json", f"http://127.0.0.1:{manager}/api/v2/alerts", lambda said: said or []),
            ("prometheus.json", f"http://127.0.0.1:{prometheus}/api/v1/alerts",
             lambda said: said.get("data", {}).get("alerts", [])),
        ]:
            until(address, lambda: FIRING <= names(alerts(json.loads(asked(address)))))
            (folder / name).write_bytes(asked(address))
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())

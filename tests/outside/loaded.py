"""HolmesGPT's own loader reads the skills that kbc makes: loaded.py FOLDER …"""

import pathlib
import sys

from holmes.plugins.skills.skill_loader import SkillSource, load_filesystem_skills


def main(folders: list) -> None:
    wanted = {path.parent.name for folder in folders for path in pathlib.Path(folder).glob("*/SKILL.md")}
    loaded = load_filesystem_skills(folders)
    assert loaded.sources_ok and not list(loaded.failed_skills), loaded.problems
    own = {skill.name: skill for skill in loaded.skills if skill.source == SkillSource.USER}
    assert wanted and set(own) == wanted, (wanted, set(own))
    for name, skill in own.items():
        text = (pathlib.Path(skill.source_path)).read_text()
        # It cuts at three dashes wherever they stand: a body that begins elsewhere lost some of its front.
        assert skill.content.lstrip().startswith("# "), (name, skill.content[:80])
        assert text.rstrip().endswith(skill.content.rstrip()), name
        assert 0 < len(skill.description) <= 1024 and "Use when" in skill.description, (name, skill.description)
    print(f"HolmesGPT reads {len(own)} skills")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The command: what it prints, and its exit status."""

import json
import zipfile

import pytest
from click.testing import CliRunner

from xlab.box import Finding
from xlab.cli import doctor as doctor_module
from xlab.cli.doctor import doctor
from xlab.look.words import Words

GOOD = Finding("clock", True, "preflight.clock_right", {"year": 2026})
ADVICE = Finding("network", None, "network.address_none")
MEND = Finding("disk", False, "preflight.disk_full", {"free": 0.1})
EN = Words("en")


def run(*arguments: str, env=None):
    return CliRunner().invoke(doctor, arguments, env=env, catch_exceptions=False)


@pytest.fixture
def checks(monkeypatch):
    """Replace the checks by ones with these findings; what they look at is tested beside."""

    def replace(*findings: Finding, failing: Exception | None = None):
        def check(folder, settings):
            if failing is not None:
                raise failing
            return list(findings)

        monkeypatch.setattr(doctor_module, "CHECKS", {"demos": check})

    return replace


@pytest.mark.parametrize(
    ("findings", "status", "end"),
    [
        ((GOOD,), 0, "The kit can run."),
        ((GOOD, ADVICE), 0, "The kit can run. 1 thing could be better."),
        ((GOOD, ADVICE, MEND), 1, "1 thing to do before the kit runs as it should."),
        ((MEND, MEND), 1, "2 things to do before the kit runs as it should."),
    ],
)
def test_the_status_and_the_last_line(checks, tmp_path, findings, status, end):
    checks(*findings)
    result = run("--home", str(tmp_path))
    assert result.exit_code == status
    assert result.stdout.splitlines()[-1] == end
    for finding in findings:
        said = " ".join(result.stdout.split())
        assert all(" ".join(told.split()) in said for told in (finding.text(EN), finding.next_step(EN)))


def test_json(checks, tmp_path):
    checks(GOOD, MEND)
    result = run("--json", "--home", str(tmp_path))
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["ok"] is False
    assert answer["findings"][1] == {
        "area": "disk",
        "ok": False,
        "text": "Only 0.1\u00a0GB are free. Once the card is full, nothing more is recorded.",
        "next_step": "Free some space now: old backups and recordings are the first to go.",
        "key": "preflight.disk_full",
        "values": {"free": 0.1},
    }


def test_it_speaks_the_language_of_the_kit_or_the_one_asked_for(checks, tmp_path):
    checks(GOOD, MEND)
    (tmp_path / "kit.toml").write_text('language = "fr"\n')
    said = run("--home", str(tmp_path)).stdout
    assert "L’horloge indique 2026." in said and "0,1\u00a0Go" in said and "1 chose à faire" in said
    said = run("--home", str(tmp_path), "--lang", "de").stdout
    assert "Die Uhr zeigt 2026." in said and "Uhr" in said and "1 Sache ist zu tun" in said


def test_a_check_that_fails_is_a_finding(checks, tmp_path):
    checks(failing=RuntimeError("no such thing"))
    result = run("--json", "--home", str(tmp_path))
    assert result.exit_code == 1
    assert "RuntimeError: no such thing" in json.loads(result.stdout)["findings"][0]["text"]


def test_wrong_settings_are_findings_and_the_rest_is_looked_at(checks, tmp_path):
    checks(GOOD)
    (tmp_path / "kit.toml").write_text('port = 99999\ncolour = "blue"\n')
    findings = json.loads(run("--json", "--home", str(tmp_path)).stdout)["findings"]
    assert [found["area"] for found in findings] == ["settings", "settings", "clock"]
    assert "port" in findings[0]["text"] and "colour" in findings[1]["text"]


def test_nobody_may_write_markup_into_the_terminal(checks, tmp_path):
    name = "[red]a demo[/] named :smile:"
    checks(Finding("demos", False, "preflight.demos_bad", {"name": name, "why": "It is bad."}))
    assert "[red]a demo[/] named :smile: cannot be used: It is bad." in run("--home", str(tmp_path)).stdout


def test_a_machine_without_bluetooth_is_told_so(tmp_path):
    """The whole command on this very machine, with a system bus that is not there."""
    nowhere = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none", "XLAB_PORT": "0"}
    result = run("--json", "--home", str(tmp_path), env=nowhere)
    findings = {found["area"]: found for found in json.loads(result.stdout)["findings"]}
    assert set(findings) >= {"radio", "display", "clock", "home", "disk", "network", "dashboard", "demos", "assets"}
    assert findings["assets"]["ok"] is True, "what make setup builds is all that is needed"
    assert findings["radio"]["ok"] is not True and "RECORDED" in findings["radio"]["text"]
    assert "not be looked at" not in result.stdout


def test_the_bundle_is_written_where_it_is_wanted_and_nowhere_else(checks, tmp_path):
    checks(GOOD, MEND)
    file = tmp_path / "bundle.zip"
    result = run("--home", str(tmp_path), "--bundle", str(file))
    assert result.exit_code == 1 and str(file) in result.stderr
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert b"NEEDS SOMEBODY. Only 0.1" in archive.read("findings.txt")
    result = run("--home", str(tmp_path), "--bundle", str(tmp_path / "none" / "bundle.zip"))
    assert result.exit_code == 1 and "could not be written" in result.stderr


def test_help_has_an_example():
    assert "Example: xlab doctor --json" in run("--help").stdout

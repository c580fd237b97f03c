"""Tests of `kptui init` and `kptui demo`."""

import grp
import os
import stat
from datetime import date
from pathlib import Path

import pytest

from kptui.ledger import file_systems
from kptui.models.organisation import Level
from kptui.samples import sample_names
from tests.kptui.commands.conftest import Desk


def test_a_new_plan_has_a_policy_the_organisation_this_quarter_and_me(desk: Desk) -> None:
    said = desk("init", "--org", "Brightwater Water Works")
    assert (said.code, said.out) == (0, f"A new plan is at {desk.path}.\n")
    plan = desk.plan()
    organisation = plan.organisation
    assert organisation is not None
    assert (organisation.name, organisation.short, organisation.level) == ("Brightwater Water Works", "BWW", Level.organisation)
    assert plan.policy.time_zone == "UTC"
    assert [(p.name, p.start, p.end) for p in plan.periods] == [("Q1 2026", date(2026, 1, 1), date(2026, 3, 31))]
    me = plan.person_of("maria")
    assert me is not None
    assert (me.name, me.team) == ("maria", organisation.id)


def test_a_person_whom_the_server_knows_gets_the_name_that_it_knows(desk: Desk) -> None:
    desk.user = "root"
    desk("init")
    me = desk.plan().person_of("root")
    assert me is not None
    assert me.name


def test_a_new_plan_never_replaces_a_file(desk: Desk) -> None:
    desk.path.write_text("dear diary")
    said = desk("init")
    assert said.code == 1
    assert "already" in said.err
    assert desk.path.read_text() == "dear diary"


def test_an_organisation_without_a_name_gets_a_plain_one(desk: Desk) -> None:
    desk("init", "--org", "  ")
    organisation = desk.plan().organisation
    assert organisation is not None
    assert organisation.name == "Our organisation"


def test_a_shared_plan_is_open_to_its_group_and_to_nobody_else(desk: Desk, tmp_path: Path) -> None:
    desk.path = tmp_path / "shared" / "plan.json"
    group = grp.getgrgid(os.getgid()).gr_name
    assert desk("init", "--shared", group).code == 0
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o660
    assert stat.S_IMODE(desk.path.parent.stat().st_mode) == 0o2770


@pytest.mark.parametrize(("zone", "taken"), [("Europe/Vienna", "Europe/Vienna"), ("Nowhere/At_all", "UTC"), ("../etc", "UTC")])
def test_the_plans_time_zone_is_the_servers(desk: Desk, monkeypatch: pytest.MonkeyPatch, zone: str, taken: str) -> None:
    monkeypatch.setenv("TZ", zone)
    desk("init")
    assert desk.plan().policy.time_zone == taken


def test_a_demo_can_be_kept(desk: Desk, tmp_path: Path) -> None:
    desk.path = tmp_path / "kept.json"
    said = desk("demo", "--to", str(desk.path))
    assert (said.code, said.out) == (0, f"A copy of the sample is at {desk.path}.\n")
    assert said.err == f"In it you are Ana Fernwren; `kptui --plan {desk.path}` shows it.\n"
    organisation = desk.plan().organisation
    assert organisation is not None
    assert organisation.name == "Tarn & Quillow"


@pytest.mark.parametrize(("name", "organisation"), [("coffee", "Quince & Kettle"), ("royalties", "Semibreve & Daughters")])
def test_a_demo_may_be_of_any_sample(desk: Desk, tmp_path: Path, name: str, organisation: str) -> None:
    desk.path = tmp_path / "kept.json"
    assert desk("demo", name, "--to", str(desk.path)).code == 0
    found = desk.plan().organisation
    assert found is not None
    assert found.name == organisation


def test_the_help_of_the_demo_names_every_sample(desk: Desk) -> None:
    said = desk("demo", "--help").out
    assert [name for name in sample_names() if name not in said] == []


def test_an_unknown_sample_is_refused(desk: Desk, tmp_path: Path) -> None:
    said = desk("demo", "cofee", "--to", str(tmp_path / "kept.json"))
    assert said.code == 1
    assert "did you mean coffee?" in said.err
    assert not (tmp_path / "kept.json").exists()


@pytest.mark.parametrize("verb", [(), ("demo",)])
def test_without_a_terminal_the_screens_say_what_to_use_instead(desk: Desk, verb: tuple[str, ...]) -> None:
    desk.begin()
    said = desk(*verb)
    assert (said.code, said.out) == (2, "")
    assert "kptui list" in said.err
    assert "\x1b" not in said.err


def test_a_plan_on_a_network_is_made_and_written_only_by_those_who_insist(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path.stat().st_dev
    listed = tmp_path / "mountinfo"
    listed.write_text(f"27 1 {os.major(device)}:{os.minor(device)} / / rw,relatime - nfs4 server:/ rw\n")
    monkeypatch.setattr(file_systems, "MOUNTS", listed)
    file_systems.file_system.cache_clear()
    said = desk("init")
    assert (said.code, desk.path.exists()) == (1, False)
    assert "Not saved" in said.err
    assert "of type nfs4" in said.err
    monkeypatch.setenv("KPTUI_ANY_FILE_SYSTEM", "1")
    assert desk("init").code == 0
    assert "file system           nfs4" in desk("info").out
    assert "writable              yes" in desk("info").out
    monkeypatch.setenv("KPTUI_ANY_FILE_SYSTEM", "0")
    assert "of type nfs4" in desk("info").out.partition("writable")[2]
    file_systems.file_system.cache_clear()

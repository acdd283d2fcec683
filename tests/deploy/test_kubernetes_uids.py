"""Each person's uid on Kubernetes: their own, the same for good, and nobody else's ever."""

from __future__ import annotations

import threading
from pathlib import Path

import kubernetes_files  # noqa: F401 - puts deploy/kubernetes/hub on the path
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ldt_uids import FIRST_UID, LAST_UID, TAKEN, TUTOR_UID, NoUidError, Uids
from sqlalchemy import create_engine, text

from course.grading.execution.sandbox import FIRST_UID as FIRST_OF_MARKING

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,30}", fullmatch=True).filter(lambda name: name not in TAKEN)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


def test_a_person_keeps_their_number_over_restarts_of_the_hub(url: str) -> None:
    first = {name: Uids(url).uid_of(name) for name in ("ann", "bob", "cy")}
    again = {name: Uids(url).uid_of(name) for name in ("cy", "ann", "bob")}
    assert again == first


@settings(max_examples=30, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_numbers_are_distinct_and_stable_whoever_comes_in_whatever_order(names: list[str]) -> None:
    uids = Uids("sqlite://")
    given_ = [uids.uid_of(name) for name in names]
    assert len(set(given_)) == len(set(names))
    assert [uids.uid_of(name) for name in names] == given_
    assert uids.everybody() == dict(zip(names, given_, strict=True))
    assert all(FIRST_UID <= uid <= LAST_UID for uid in given_)


def test_no_number_is_one_that_means_something_else() -> None:
    reserved = {0, 999, 1000, TUTOR_UID, 65_534, *range(FIRST_OF_MARKING, FIRST_OF_MARKING + 4000)}
    assert not reserved & set(range(FIRST_UID, LAST_UID + 1))


def test_a_deleted_persons_number_goes_to_nobody(url: str) -> None:
    # The hub's own table of users is beside ours; SQLite gives a deleted user's id to the next, ours does not.
    engine = create_engine(url)
    hub_ids, ours = [], []
    with engine.begin() as connection:
        connection.execute(text("create table users (id integer primary key, name text)"))
    for name in ("ann", "bob"):
        with engine.begin() as connection:
            connection.execute(text("insert into users (name) values (:name)"), {"name": name})
            hub_ids.append(connection.execute(text("select id from users where name = :name"), {"name": name}).scalar())
        ours.append(Uids(url).uid_of(name))
        with engine.begin() as connection:
            connection.execute(text("delete from users"))
    assert hub_ids[0] == hub_ids[1]
    assert ours[0] != ours[1]


def test_two_hubs_at_once_give_no_number_twice(url: str) -> None:
    Uids(url)
    names = [f"p{number:02}" for number in range(24)]
    got: dict[tuple[int, str], int] = {}

    def come(hub: int) -> None:
        uids = Uids(url)
        for name in names:
            got[hub, name] = uids.uid_of(name)

    threads = [threading.Thread(target=come, args=(hub,)) for hub in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[0, name] for name in names] == [got[1, name] for name in names]
    assert len({got[0, name] for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["", "a:b", "a b", "a\nroot:x:0:0", "../ann", "-rf", "a+b", "ä", "x" * 129, "{username}"]
)
def test_a_name_that_would_break_a_list_of_users_is_refused(name: str, url: str) -> None:
    with pytest.raises(NoUidError, match="cannot have a server"):
        Uids(url).uid_of(name)


@pytest.mark.parametrize("name", ["root", "jovyan", "tutor"])
def test_the_systems_own_names_are_refused(name: str, url: str) -> None:
    with pytest.raises(NoUidError, match="the system's own"):
        Uids(url).uid_of(name)
    assert Uids(url).everybody() == {}


def test_when_all_numbers_are_out_it_says_so(url: str) -> None:
    uids = Uids(url)
    with create_engine(url).begin() as connection:
        connection.execute(text("insert into ldt_uids values ('last', :uid)"), {"uid": LAST_UID})
    with pytest.raises(NoUidError, match="are given out"):
        uids.uid_of("one.more")
    assert uids.uid_of("last") == LAST_UID

"""Every link that anybody is shown leads somewhere they may go, and looking changes nothing."""

import pytest

from tests.crawl import Crawl
from tests.world import CAST


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", CAST)
def test_no_link_is_dead_for_whoever_is_shown_it(walk, who):
    crawl = walk(who).crawl
    assert crawl.dead == []
    assert crawl.visits["today.home"] == 1


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", CAST)
def test_looking_changes_nothing_but_the_trail(walk, who):
    assert walk(who).before == walk(who).after


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", CAST)
def test_no_link_at_all_is_dead(quiet_app, world, who):
    crawl = Crawl(quiet_app, world, who, most=10**6)
    crawl.run()
    assert crawl.dead == []

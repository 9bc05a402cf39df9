"""Reading XML from anywhere: nothing is fetched, nothing expanded."""

from lxml import etree


def safe_parser(*, bare: bool = False) -> etree.XMLParser:
    """A parser that resolves no entity, loads no DTD and asks no network; `bare` drops comments and instructions."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=bare,
        remove_pis=bare,
    )

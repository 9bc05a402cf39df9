"""The JSON interface for other programs (/api/v1): the acts and lists of the pages, by the same rules of access.

`operations` is the one table of what there is; routes and the OpenAPI document are made from it.
"""

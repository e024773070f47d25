package org.plankton.bench;

import java.util.Locale;

/** What clients do most, over any mount. */
enum Operation {
    HEAD("`HEAD %s/images/<id>`, ids at random"),
    PAGE("`GET %s/images?limit=50`, in the default order"),
    DETAIL("`GET %s/images/detail` of 1 k images"),
    LIST("`GET %s/images/detail` of all images"),
    REGISTER("`POST %s/images` of a private file"),
    UPDATE("`PUT %s/images/<id>` of a property"),
    UNREGISTER("`DELETE %s/images/<id>`"),
    MEMBERS("`GET %s/images/<id>/members`, three of them"),
    REPLACE("`PUT %s/images/<id>/members`, one and three in turn");

    private final String request;

    Operation(String request) {
        this.request = request;
    }

    /** As rows are called. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String request(Mount mount) {
        return String.format(Locale.ROOT, request, mount.path);
    }

    /** Whether it is of much that one account has, which is a catalogue of its own. */
    boolean isOfLongList() {
        return this == DETAIL || this == LIST;
    }
}

package org.plankton.bench;

import java.util.Locale;

/** What clients do most. */
enum Operation {
    HEAD("`HEAD %s/images/<id>`, ids at random"),
    PAGE("`GET %s/images?limit=50`, in the default order"),
    DETAIL("`GET %s/images/detail` of 1 k images"),
    LIST("`GET %s/images/detail` of all images"),
    REGISTER("`POST %s/images` of a private file"),
    UPDATE("`PUT %s/images/<id>` of a property"),
    UNREGISTER("`DELETE %s/images/<id>`"),
    MEMBERS("`GET %s/images/<id>/members`, three of them"),
    REPLACE("`PUT %s/images/<id>/members`, one and three in turn"),
    SHOW("`GET %s/images/<id>`, ids at random"),
    NEWEST("`GET %s/images`, the newest 25"),
    TAGGED("`GET %s/images?status=active&tag=…`, the newest 25 of one in 23 images"),
    PATCH("`PATCH %s/images/<id>` of a property");

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

    /** Whether it is over that mount. Images v2 has all else than the others, or has it otherwise. */
    boolean isOver(Mount mount) {
        return (mount == Mount.GLANCE_V2) == (compareTo(SHOW) >= 0);
    }

    /** Whether it is of much that one account has, which is a catalogue of its own. */
    boolean isOfLongList() {
        return this == DETAIL || this == LIST;
    }
}

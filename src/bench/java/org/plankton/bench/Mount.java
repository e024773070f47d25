package org.plankton.bench;

import java.util.Locale;

/** A dialect as it is asked. */
enum Mount {
    GUIDE(""),
    SYNNEFO("/v1.0"),
    GLANCE("/v1"),
    GLANCE_V2("/v2");

    /** What every path begins with. */
    final String path;

    Mount(String path) {
        this.path = path;
    }

    /** As rows are called. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

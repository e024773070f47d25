package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;

/** Looks at whole images. */
final class Inspections {
    private Inspections() {}

    static FormatInspection of(ImageBytes image) {
        FormatInspection inspection = begunWith(image, image.length());
        inspection.end();
        return inspection;
    }

    /** One that has seen so many of its bytes. */
    static FormatInspection begunWith(ImageBytes image, int count) {
        FormatInspection inspection = new FormatInspection();
        inspection.update(image.bytes(), 0, count);
        return inspection;
    }

    /** Null if there is none. */
    static String objection(ImageBytes image, DiskFormat declared) {
        return of(image).objection(declared, ContainerFormat.BARE).orElse(null);
    }

    static OptionalLong virtualSize(ImageBytes image, DiskFormat declared) {
        return of(image).virtualSize(declared, ContainerFormat.BARE);
    }

    static void assertTaken(ImageBytes image, DiskFormat declared) {
        assertThat(objection(image, declared)).isNull();
    }
}

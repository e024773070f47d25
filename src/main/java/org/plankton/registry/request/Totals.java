package org.plankton.registry.request;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * How many images are registered, of everybody's, and whose they are.
 *
 * @param readiness of those that have been assessed
 * @param diskFormats of those that have one
 * @param most the accounts that have most images, those first
 * @param days the oldest first
 */
public record Totals(
        long images,
        Map<Readiness, Long> readiness,
        Map<Status, Long> statuses,
        Map<DiskFormat, Long> diskFormats,
        Map<Visibility, Long> visibilities,
        List<Holding> most,
        List<Day> days) {
    /**
     * What an account has.
     *
     * @param displayName what people call it; empty: nobody has told
     * @param bytes of its images together
     */
    public record Holding(String account, String displayName, long images, long bytes) {}

    /**
     * Images that were registered on a day, in UTC; or until its end.
     *
     * @param bytes that they have now, together
     */
    public record Day(LocalDate day, long images, long bytes) {}
}

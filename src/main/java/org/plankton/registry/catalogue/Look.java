package org.plankton.registry.catalogue;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Metadata;

/** An image that is looked at, as the programs read it that are to make a machine of it. */
final class Look {
    private static final Set<DiskFormat> PREPARED_BY_SNF_IMAGE =
            EnumSet.of(DiskFormat.DISKDUMP, DiskFormat.EXTDUMP, DiskFormat.NTFSDUMP);

    /** Characters of a date; a time may follow. */
    private static final int DATE = "2026-11-30".length();

    static final String PROVIDED_UNTIL = "provided_until";

    private final Image image;
    private final boolean sharesName;
    private final LocalDate today;

    /** Keys in lower case, with {@code _} for punctuation. */
    private final Map<String, String> values;

    /** @param sharesName whether another image of its owner has its name, and neither is hidden */
    Look(Image image, boolean sharesName, LocalDate today) {
        this.image = image;
        this.sharesName = sharesName;
        this.today = today;
        this.values = KeyFolding.PUNCTUATION.shown(image.metadata().properties());
    }

    Image image() {
        return image;
    }

    Metadata said() {
        return image.metadata();
    }

    boolean sharesName() {
        return sharesName;
    }

    LocalDate today() {
        return today;
    }

    /** Of exactly that key, whatever its case; empty if there is none, or it is blank. */
    String value(String key) {
        return values.getOrDefault(Catalogue.fold(key), "").strip();
    }

    boolean has(String key) {
        return !value(key).isEmpty();
    }

    /** Whether the image is of a format that snf-image prepares: Plankton's own. */
    boolean isForSynnefo() {
        return PREPARED_BY_SNF_IMAGE.contains(said().diskFormat());
    }

    /** Whether it is of any other: then OpenStack's Nova makes machines of it. */
    boolean isForOpenStack() {
        return said().diskFormat() != null && !isForSynnefo();
    }

    boolean isWindows() {
        String family = value("OSFAMILY");
        return said().diskFormat() == DiskFormat.NTFSDUMP && family.isEmpty()
                || family.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** The last day on which it is to be used; empty if it has none, or none that is a date. */
    Optional<LocalDate> providedUntil() {
        try {
            String until = value(PROVIDED_UNTIL);
            return until.length() < DATE ? Optional.empty() : Optional.of(LocalDate.parse(until.substring(0, DATE)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}

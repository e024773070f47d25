package org.plankton.registry.change;

import java.time.Instant;
import java.util.regex.Pattern;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Words;
import org.plankton.registry.request.Limits;

/** What an image of another registry has to be, to be one here. */
final class Importable {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern CHECKSUM = Pattern.compile("([0-9a-f]{2}){1,64}");
    private static final Pattern MD5 = Pattern.compile("([0-9a-f]{32})?");
    private static final Pattern SHA512 = Pattern.compile("([0-9a-f]{128})?");

    private Importable() {}

    /** @throws Fault BAD_REQUEST if there can be no such image anywhere */
    static void require(WholeImage whole) {
        Image image = whole.image();
        requireTold("id", image.id());
        if (!Image.isId(image.id())) {
            throw Fault.badRequest("id must be a UUID in lower case");
        }
        requireTold("status", image.status());
        requireTold("visibility", image.metadata().visibility());
        Account.require("owner", image.owner());
        whole.others().keySet().forEach(account -> Account.require("member", account));
        requireTime("created_at", image.createdAt());
        requireTime("updated_at", image.updatedAt());
        requireNatural("min_ram", image.metadata().minRam());
        requireNatural("min_disk", image.metadata().minDisk());
        requireNatural("size", image.size());
        if (image.hasBytes()) {
            requireContent(image.content());
        }
        switch (image.status()) {
            case AVAILABLE, UNAVAILABLE -> requireBytes(image);
            case ERROR -> {
                if (image.hasBytes()) {
                    image.metadata().requireFormats();
                }
            }
            case QUEUED -> {
                if (image.hasBytes()) {
                    throw Fault.badRequest("status is queued, though there are bytes");
                }
            }
            case SAVING -> throw Fault.badRequest("its bytes are just being uploaded: import it when that has ended");
            case DELETED -> throw Fault.badRequest("it is registered no longer");
        }
    }

    /**
     * @param before as it is here, which it may stay; null: it is not here
     * @throws Fault BAD_REQUEST, TOO_MANY_PROPERTIES or OVER_LIMIT if it is to have more than those limits allow
     */
    static void requireWithin(Limits limits, Image before, int membersBefore, Image after, int members) {
        Metadata known = before == null ? Metadata.NONE : before.metadata();
        limits.requireTexts(after.metadata(), known);
        limits.requireTotals(after, before);
        limits.requireTags(after.metadata().tags(), known.tags());
        limits.requireMembers(members, membersBefore);
    }

    private static void requireTold(String field, Object value) {
        if (value == null) {
            throw Fault.badRequest(field + " is not told");
        }
    }

    private static void requireTime(String field, Instant time) {
        requireTold(field, time);
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw Fault.badRequest(field + " must be a time of the years 1970 to 9999");
        }
    }

    private static void requireNatural(String field, long number) {
        if (number < 0) {
            throw Fault.badRequest(field + " must not be negative");
        }
    }

    private static void requireContent(Content content) {
        requireForm("checksum", CHECKSUM, content.checksum());
        requireForm("md5", MD5, content.md5());
        requireForm("sha512", SHA512, content.sha512());
        if (content.objectUuid() != null && !Image.isId(content.objectUuid())) {
            throw Fault.badRequest("object_uuid must be a UUID in lower case");
        }
    }

    private static void requireForm(String field, Pattern form, String hash) {
        if (!form.matcher(hash).matches()) {
            throw Fault.badRequest(field + " must be such a hash in lower-case hex");
        }
    }

    private static void requireBytes(Image image) {
        if (!image.hasBytes()) {
            throw Fault.badRequest("status is " + Words.of(image.status()) + ", though there are no bytes");
        }
        image.metadata().requireFormats();
    }
}

package org.plankton.api.catalogue;

import java.util.Map;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.TimeText;
import org.plankton.registry.history.HistoryEntry;

/**
 * A change of an image.
 *
 * @param at in UTC, to the microsecond, such as {@code 2013-03-29T14:14:34.000000Z}
 * @param account that made it; {@code (plankton)} is the service itself
 * @param request the name of the request by which it was made; null: by none
 * @param dialect over which that came; null: there was none
 * @param address of the client that sent it, for administrators; null: for others, or there was none
 * @param owner whose the image is from then on; was, if nothing is left of it
 * @param before what of the image was not as it is {@code after}, by its names
 */
record ChangeJson(
        long position,
        String at,
        String kind,
        String image,
        String owner,
        String account,
        String request,
        String dialect,
        String address,
        Map<String, Object> before,
        Map<String, Object> after) {
    static ChangeJson of(HistoryEntry entry, boolean isForAdministrators) {
        return new ChangeJson(
                entry.position(),
                TimeText.microseconds(entry.at()) + "Z",
                EnumText.of(entry.kind()),
                entry.image(),
                entry.owner(),
                entry.account(),
                orNull(entry.source().request()),
                orNull(entry.source().dialect()),
                isForAdministrators ? orNull(entry.source().address()) : null,
                entry.before().values(),
                entry.after().values());
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}

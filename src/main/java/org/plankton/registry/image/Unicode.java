package org.plankton.registry.image;

import java.nio.charset.StandardCharsets;

/** Which what JSON escapes need not be: half a surrogate pair has no UTF-8, and can neither be stored nor told. */
final class Unicode {
    private Unicode() {}

    /** @throws Fault BAD_REQUEST if {@code text}, which {@code field} gave, is none */
    static void require(String field, String text) {
        boolean isWhole = text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                || StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (!isWhole) {
            throw Fault.badRequest(field + " must be Unicode: it holds half of a surrogate pair");
        }
    }
}

package org.plankton.registry.image;

import java.nio.charset.StandardCharsets;

/** Which what JSON escapes need not be: half a surrogate pair has no UTF-8, and can neither be stored nor told. */
final class Unicode {
    private Unicode() {}

    /** @throws Fault BAD_REQUEST if {@code text}, which {@code field} gave, is none */
    static void require(String field, String text) {
        if (hasSurrogates(text) && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw Fault.badRequest(field + " must be Unicode: it holds half of a surrogate pair");
        }
    }

    /** Which few names have, and an encoder costs more than all else of reading a row. */
    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}

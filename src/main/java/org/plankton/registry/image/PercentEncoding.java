package org.plankton.registry.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Text as percent-encoded UTF-8.
 *
 * <p>Decoding is as forgiving as the Python clients expect: a {@code +} stays a plus, and a {@code %} that two hex
 * digits do not follow stays as it is.
 */
public final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** By their ASCII; long lists are full of paths that have no others. */
    private static final boolean[] UNRESERVED = new boolean[0x80];

    static {
        for (char c = 0; c < UNRESERVED.length; c++) {
            UNRESERVED[c] =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.-~".indexOf(c) >= 0;
        }
    }

    private PercentEncoding() {}

    /** The text that {@code encoded} stands for; empty if its bytes are not UTF-8. */
    public static Optional<String> decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return Optional.of(encoded);
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
                decoded.write(HexFormat.fromHexDigits(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII)));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** For a part of a path: everything but letters, digits and {@code _ . - ~} is encoded. */
    public static String encodePart(String text) {
        return encode(text, PercentEncoding::isUnreserved);
    }

    /** For a header's name: what it can hold stays, but for {@code %}. */
    public static String encodeName(String text) {
        return encode(text, b -> isUnreserved(b) || "!#$&'*+^`|".indexOf(b) >= 0);
    }

    /** For a path: its parts as by {@link #encodePart}, the slashes between them stay. */
    public static String encodePath(String text) {
        return encode(text, b -> b == '/' || isUnreserved(b));
    }

    /**
     * For a header's value: printable ASCII stays readable, and only what would not survive is encoded: {@code %},
     * control bytes, everything beyond ASCII, blanks at either end.
     */
    public static String encodeValue(String text) {
        String encoded = encode(text, b -> b >= ' ' && b < 0x7f && b != '%');
        int start = 0;
        while (start < encoded.length() && encoded.charAt(start) == ' ') {
            start++;
        }
        int end = encoded.length();
        while (end > start && encoded.charAt(end - 1) == ' ') {
            end--;
        }
        return "%20".repeat(start) + encoded.substring(start, end) + "%20".repeat(encoded.length() - end);
    }

    private static String encode(String text, IntPredicate stays) {
        if (staysWhole(text, stays)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (stays.test(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%');
                HEX.toHexDigits(encoded, b);
            }
        }
        return encoded.toString();
    }

    private static boolean staysWhole(String text, IntPredicate stays) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80 || !stays.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(int b) {
        return b >= 0 && UNRESERVED[b];
    }

    private static boolean isHex(byte b) {
        return HexFormat.isHexDigit(b);
    }
}

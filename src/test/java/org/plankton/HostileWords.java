package org.plankton;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What hostile requests are made of, drawn at random: the same for the same seed. A character is a byte on the wire.
 */
final class HostileWords {
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "%20",
            "%00",
            "a%00b",
            "a%0d%0aX-Injected: 1%0d%0a%0d%0aHTTP/1.1 200 OK",
            "a%0aX-Injected: 1",
            "a%0db",
            "%1b[31m",
            "%7f",
            "%c2%85",
            "%e2%80%a8",
            "%e2%80%ae",
            "%c3%28",
            "%ff",
            "%ed%a0%80",
            "%c0%af",
            "%f4%90%80%80",
            "%ef%bf%bd",
            "%",
            "%2",
            "%zz",
            "%u0041",
            "%25%30%30",
            "%f0%9f%98%80",
            "\u00ce\u00b1 \u00f0\u009f\u0098\u0080",
            "\u00ff\u00fe",
            "\u00c3(",
            "\u00ed\u00a0\u0080",
            "\u0001",
            "\u007f",
            "\u0085",
            "\t",
            "' OR 1=1-- -",
            "id;drop table image",
            "(select sleep(5))",
            "1 UNION SELECT 1,2,3",
            "\\",
            "\\'",
            "\"",
            "`",
            "_%",
            "${jndi:ldap://127.0.0.1:1/a}",
            "#{1+1}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "%2e%2e%2f%2e%2e%2fetc",
            "a,b",
            "a;b=c",
            "=",
            "&",
            "=?utf-8?B?eA==?=",
            "*",
            "%2A",
            "%d9%a3",
            "%c4%b0",
            "%c3%9f",
            "-1",
            "+5",
            "5.0",
            "1e1000",
            "0x10",
            "007",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999999999999999999",
            "2147483648",
            "NaN",
            "null",
            "true",
            "FALSE",
            "tru",
            "available",
            "ERROR",
            "deleted",
            "diskdump",
            "DiskDump",
            "bare",
            "asc",
            "created_at",
            "pithos",
            "%3f",
            "?",
            "a".repeat(93),
            "a".repeat(94),
            "a".repeat(255),
            "a".repeat(256),
            "a".repeat(257),
            "a".repeat(8_000),
            "a".repeat(30_000),
            "%f0%9f%98%80".repeat(255),
            "%f0%9f%98%80".repeat(256),
            "%f0%9f%98%80".repeat(257),
            "%25".repeat(2_000),
            "-".repeat(4_000),
            "@".repeat(4_000),
            "%".repeat(4_000),
            " ".repeat(300) + "a",
            "a" + "%20".repeat(100));

    /** Of headers. */
    static final List<String> RANGES = List.of(
            "bytes=0-0",
            "bytes=0-",
            "bytes=-1",
            "bytes=-0",
            "bytes=-",
            "bytes=5-2",
            "bytes=1-3",
            "bytes=99999999-",
            "bytes=0-999999999999999999",
            "bytes=0-99999999999999999999999",
            "bytes=0-0,2-2",
            "BYTES=2-",
            "bytes = 0-1",
            "bytes=a-b",
            "bytes=\u00d9\u00a3-",
            "lines=0-1",
            "",
            "-");

    static final List<String> IF_RANGES = List.of(
            "\"x\"",
            "W/\"x\"",
            "d41d8cd98f00b204e9800998ecf8427e",
            "",
            "\"",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "\u00ff");

    private final Random random;

    HostileWords(Random random) {
        this.random = random;
    }

    Random random() {
        return random;
    }

    boolean sometimes(double share) {
        return random.nextDouble() < share;
    }

    <T> T one(List<T> many) {
        return many.get(random.nextInt(many.size()));
    }

    String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    String text() {
        if (sometimes(0.8)) {
            return one(TEXTS);
        }
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            text.append(
                    sometimes(0.3)
                            ? String.format("%%%02x", random.nextInt(256))
                            : String.valueOf(
                                    (char) (sometimes(0.9) ? ' ' + random.nextInt(95) : 128 + random.nextInt(128))));
        }
        return text.toString();
    }

    /** For a path or a query: percent-encoded, often once more. */
    String part(String text) {
        return sometimes(0.7) ? URLEncoder.encode(text, BYTES) : text.replace(" ", "%20");
    }

    static void header(StringBuilder headers, String name, String value) {
        headers.append(name).append(": ").append(value).append("\r\n");
    }
}

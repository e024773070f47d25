package org.plankton;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A request's body that is, or says that it is, an image's bytes: good, or wrong in what is said of it or in how it is
 * framed.
 *
 * @param headers what is said of it, each line with its end
 * @param body what follows behind the headers
 * @param ending what can be expected of the connection
 */
record HostileUpload(String headers, String body, Ending ending) {
    /** What comes behind a request. */
    enum Ending {
        /** The next request. */
        WHOLE,
        /** Nothing that makes sense. */
        GARBAGE,
        /** The client goes away in the middle, and waits for no answer. */
        CUT_OFF
    }

    private static final Charset BYTES = StandardCharsets.ISO_8859_1;
    private static final List<Integer> LENGTHS = List.of(0, 1, 2, 10, 100, 1_000, 8_192, 70_000, 300_000);

    private static final List<String> TYPES = List.of(
            "",
            "Content-Type: \r\n",
            "Content-Type: application/json\r\n",
            "Content-Type: application/octet-stream; charset=utf-8\r\n",
            "Content-Type: application/octet-stream;\r\n",
            "Content-Type: application/octet-stream, text/plain\r\n",
            "Content-Type: text/plain; charset=no-such-charset\r\n",
            "Content-Type: application/x-www-form-urlencoded\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n",
            "Content-Type: \u00ff\r\n",
            "Content-Type: application/octet-stream\r\nContent-Type: text/plain\r\n");

    private static final List<String> CHUNKS = List.of(
            "zz\r\nabc\r\n0\r\n\r\n",
            "-1\r\nabc\r\n0\r\n\r\n",
            "3\r\nabcdef\r\n0\r\n\r\n",
            "3\nabc\n0\n\n",
            "0x3\r\nabc\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
            "3;a=\u0000\r\nabc\r\n0\r\n\r\n",
            "\r\n3\r\nabc\r\n0\r\n\r\n",
            "3\r\nabc\r\n0\r\nbad trailer\r\n\r\n",
            "3\r\nabc0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n");

    static HostileUpload of(Random random) {
        byte[] bytes = new byte[LENGTHS.get(random.nextInt(LENGTHS.size()))];
        random.nextBytes(bytes);
        StringBuilder headers = new StringBuilder();
        headers.append(
                random.nextInt(10) > 0
                        ? "Content-Type: application/octet-stream\r\n"
                        : TYPES.get(random.nextInt(TYPES.size())));
        switch (random.nextInt(12)) {
            case 0 -> headers.append("X-Image-Meta-Size: " + bytes.length + "\r\n");
            case 1 -> headers.append("x-image-meta-size: " + (bytes.length + 1) + "\r\n");
            case 2 -> headers.append("X-Image-Meta-Checksum: " + md5(bytes) + "\r\n");
            case 3 -> headers.append("X_Image_Meta_Checksum: " + md5(new byte[] {1}) + "\r\n");
            case 4 -> headers.append("X-Image-Meta-Checksum: no-md5\r\n");
            case 5 -> headers.append("X-Image-Meta-Size: 1099511627777\r\n");
            default -> {}
        }
        if (random.nextInt(10) == 0) {
            headers.append("Expect: 100-continue\r\n");
        }
        return framed(random, headers.toString(), new String(bytes, BYTES));
    }

    private static HostileUpload framed(Random random, String headers, String bytes) {
        int length = bytes.length();
        return switch (random.nextInt(16)) {
            case 0 -> cutOff(headers + "Content-Length: " + (length + 7) + "\r\n", bytes);
            case 1 ->
                cutOff(headers + "Transfer-Encoding: chunked\r\n", Integer.toHexString(length + 7) + "\r\n" + bytes);
            case 2 -> new HostileUpload(headers + "Content-Length: " + length / 2 + "\r\n", bytes, Ending.GARBAGE);
            case 3 ->
                new HostileUpload(
                        headers + "Transfer-Encoding: chunked\r\n",
                        CHUNKS.get(random.nextInt(CHUNKS.size())),
                        Ending.GARBAGE);
            case 4 ->
                new HostileUpload(
                        headers + "Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n",
                        chunks(bytes, 1_000),
                        Ending.GARBAGE);
            case 5, 6, 7 ->
                new HostileUpload(
                        headers + "Transfer-Encoding: chunked\r\n",
                        chunks(bytes, 1 + random.nextInt(100_000)),
                        Ending.WHOLE);
            default -> new HostileUpload(headers + "Content-Length: " + length + "\r\n", bytes, Ending.WHOLE);
        };
    }

    private static HostileUpload cutOff(String headers, String body) {
        return new HostileUpload(headers, body, Ending.CUT_OFF);
    }

    private static String chunks(String bytes, int longest) {
        StringBuilder chunks = new StringBuilder();
        for (int from = 0; from < bytes.length(); from += longest) {
            String chunk = bytes.substring(from, Math.min(bytes.length(), from + longest));
            chunks.append(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

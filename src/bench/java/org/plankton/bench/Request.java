package org.plankton.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request of HTTP/1.1 as it goes over the wire. */
record Request(byte[] bytes, boolean isHead) {
    /** @param headers name, value, name, value, … */
    static Request of(String method, String path, String token, String... headers) {
        return withBody(method, path, token, "", headers);
    }

    /**
     * @param body JSON, or empty
     * @param headers as above; the body's type is {@code application/json} unless they tell it
     */
    static Request withBody(String method, String path, String token, String body, String... headers) {
        StringBuilder head = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Auth-Token: ")
                .append(token)
                .append("\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        if (content.length > 0 && !List.of(headers).contains("Content-Type")) {
            head.append("Content-Type: application/json\r\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(content);
        return new Request(bytes.toByteArray(), method.equals("HEAD"));
    }
}

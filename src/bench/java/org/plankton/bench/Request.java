package org.plankton.bench;

import java.nio.charset.StandardCharsets;

/** A request of HTTP/1.1 as it goes over the wire. */
record Request(byte[] bytes, boolean isHead) {
    /** @param headers name, value, name, value, … */
    static Request of(String method, String path, String token, String... headers) {
        StringBuilder request = new StringBuilder()
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Auth-Token: ")
                .append(token)
                .append("\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            request.append("Content-Length: 0\r\n");
        }
        return new Request(
                request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII), method.equals("HEAD"));
    }
}

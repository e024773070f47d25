package org.plankton.api.http;

import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * How a request ended, as the log tells it: to people in its message, to machines in fields that are named as here.
 *
 * @param path as it may stand in a log
 * @param milliseconds from its head to its end
 * @param client's address
 * @param image the id of the one that it was about
 * @param fault the kind of it, and the reason, where the request was refused
 */
record RequestLine(
        String method,
        String path,
        int status,
        long milliseconds,
        String client,
        Optional<String> image,
        Optional<String> fault) {
    void write(LoggingEventBuilder event) {
        event.addKeyValue("method", method)
                .addKeyValue("path", path)
                .addKeyValue("status", status)
                .addKeyValue("milliseconds", milliseconds)
                .addKeyValue("client", client);
        image.ifPresent(id -> event.addKeyValue("image", id));
        fault.ifPresent(why -> event.addKeyValue("fault", why));
        event.log(
                "{} {} {} {} ms client={}{}{}",
                method,
                path,
                status,
                milliseconds,
                client,
                image.map(id -> " image=" + id).orElse(""),
                fault.map(why -> " fault=" + why).orElse(""));
    }
}

package org.plankton.faults;

import java.net.http.HttpResponse;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** What callers do in most rows. Each says how it was answered; 200 for every success. */
final class Calls {
    private static final String BYTES = "bytes ".repeat(1000);

    private Calls() {}

    /** {@link Latency#NO_RETRY_AFTER} for a 503 that does not say when to come again. */
    static int status(HttpResponse<?> answer) {
        return answer.statusCode() == 503
                        && answer.headers().firstValue("Retry-After").isEmpty()
                ? Latency.NO_RETRY_AFTER
                : answer.statusCode();
    }

    static Callers.Call head(Testbed bed, User user, String id) {
        return (client, i) -> status(bed.client().send("HEAD", "/images/" + id, user.token()));
    }

    static Callers.Call list(Testbed bed, User user) {
        return (client, i) -> status(bed.client().send("GET", "/images?limit=20", user.token()));
    }

    static Callers.Call update(Testbed bed, User user, String id) {
        return (client, i) -> change(bed, user, id, "X-Image-Meta-Property-Turn", String.valueOf(i));
    }

    /** Now for everybody, now for nobody else; of which the store is told. */
    static Callers.Call publish(Testbed bed, User user, String id) {
        return (client, i) -> change(bed, user, id, "X-Image-Meta-Is-Public", String.valueOf(i % 2 == 0));
    }

    private static int change(Testbed bed, User user, String id, String header, String value) {
        return status(bed.client().send("PUT", "/images/" + id, user.token(), "", header, value));
    }

    /** One file again and again, with another name each time. */
    static Callers.Call register(Testbed bed, User user) {
        String location = bed.file(user);
        return (client, i) -> status(bed.client().register(user.token(), "turn " + i, location));
    }

    static Callers.Call upload(Testbed bed, User user) {
        return (client, i) -> {
            int status = status(upload(bed.client(), user, BYTES));
            return status == 201 ? 200 : status;
        };
    }

    static HttpResponse<String> upload(Client client, User user, String bytes) {
        return client.send(
                "POST",
                "/v1/images",
                user.token(),
                bytes,
                "Content-Type",
                "application/octet-stream",
                "X-Image-Meta-Name",
                "an upload",
                "X-Image-Meta-Disk_format",
                "raw",
                "X-Image-Meta-Container_format",
                "bare");
    }
}

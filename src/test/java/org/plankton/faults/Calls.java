package org.plankton.faults;

import java.net.http.HttpResponse;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** What callers do in most rows. Each says how it was answered; 200 for every success. */
final class Calls {
    private static final String BYTES = "bytes ".repeat(1000);

    private Calls() {}

    static Callers.Call head(Testbed bed, User user, String id) {
        return (client, i) ->
                bed.client().send("HEAD", "/images/" + id, user.token()).statusCode();
    }

    static Callers.Call list(Testbed bed, User user) {
        return (client, i) ->
                bed.client().send("GET", "/images?limit=20", user.token()).statusCode();
    }

    static Callers.Call update(Testbed bed, User user, String id) {
        return (client, i) -> change(bed, user, id, "X-Image-Meta-Property-Turn", String.valueOf(i));
    }

    /** Now for everybody, now for nobody else; of which the store is told. */
    static Callers.Call publish(Testbed bed, User user, String id) {
        return (client, i) -> change(bed, user, id, "X-Image-Meta-Is-Public", String.valueOf(i % 2 == 0));
    }

    private static int change(Testbed bed, User user, String id, String header, String value) {
        return bed.client()
                .send("PUT", "/images/" + id, user.token(), "", header, value)
                .statusCode();
    }

    /** One file again and again, with another name each time. */
    static Callers.Call register(Testbed bed, User user) {
        String location = bed.file(user);
        return (client, i) ->
                bed.client().register(user.token(), "turn " + i, location).statusCode();
    }

    static Callers.Call upload(Testbed bed, User user) {
        return (client, i) -> {
            int status = upload(bed.client(), user, BYTES).statusCode();
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

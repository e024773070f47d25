package org.plankton.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.plankton.cloud.User;

/** An image's bytes as its owner gets them. */
final class Download {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Download() {}

    static HttpResponse<byte[]> of(Testbed bed, User owner, String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(bed.client().address() + "/v1/images/" + id))
                .header("X-Auth-Token", owner.token())
                .timeout(PATIENCE)
                .build();
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }
}

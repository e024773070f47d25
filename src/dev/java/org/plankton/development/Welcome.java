package org.plankton.development;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.plankton.cloud.User;

/** Waits until the service answers, and tells on standard output what can be done with it. */
final class Welcome implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final boolean toOurCloud;

    /**
     * @param toOurCloud whether it is the development cloud that the service asks; then there are samples and users to
     * tell of
     */
    Welcome(String address, boolean toOurCloud) {
        this.address = address;
        this.toOurCloud = toOurCloud;
    }

    @Override
    public void run() {
        try {
            int status = firstAnswer();
            if (status != 200) {
                System.out.println(address + "/ answers " + (status == 0 ? "nothing" : status) + "; see the log above");
            } else if (toOurCloud) {
                new Samples(client, address).complete();
                System.out.println(banner());
            } else {
                System.out.println(shortBanner());
            }
        } catch (IOException e) {
            System.out.println("The service does not answer as it should: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service is being stopped
        }
    }

    /** The first answer of the service, whatever it is; 0 if none came. */
    private int firstAnswer() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/versions"))
                .header("X-Request-Id", WelcomeId.VALUE)
                .timeout(Duration.ofSeconds(10))
                .build();
        int status = 0;
        for (Instant end = Instant.now().plus(PATIENCE);
                status == 0 && Instant.now().isBefore(end); ) {
            try {
                int answer = client.send(request, BodyHandlers.discarding()).statusCode();
                status = answer == 404 ? 0 : answer; // where it is deployed again Jetty listens before it is ready
            } catch (IOException e) {
                status = 0; // not yet
            }
            if (status == 0) {
                Thread.sleep(100);
            }
        }
        return status;
    }

    private String shortBanner() {
        return """

                Plankton answers at %1$s/

                  curl -H 'X-Auth-Token: <token>' %1$s/images
                """.formatted(address);
    }

    private String banner() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("\nPlankton answers at " + address + "/\n\n");
        String row = "  %-6s %-12s %s%n";
        text.append(row.formatted("user", "token", "account"));
        for (User user : User.values()) {
            text.append(row.formatted(user.shortName(), user.token(), user.account()));
        }
        text.append("""

                List the images; list them in detail, a field on each line:

                  curl -H 'X-Auth-Token: %2$s' %1$s/images
                  curl -s -H 'X-Auth-Token: %2$s' %1$s/images/detail \
                | awk '{ gsub(/,"/, ",\\n  \\""); gsub(/},[{]/, "},\\n{"); print }'

                Upload a file and register it; look at an image:

                  echo bytes | curl -f -T - -H 'Content-Type: application/octet-stream' -H 'X-Auth-Token: %2$s' \
                %4$s/%3$s/images/mine.diskdump \
                && curl -i -X POST -H 'X-Auth-Token: %2$s' -H 'X-Image-Meta-Name: Mine' \
                -H 'X-Image-Meta-Location: pithos://%3$s/images/mine.diskdump' %1$s/images
                %5$s
                The same over Glance's dialect, where the bytes go through here:

                  echo bytes | curl -T - -X POST -H 'Content-Type: application/octet-stream' \
                -H 'X-Auth-Token: %2$s' -H 'X-Image-Meta-Name: Mine, too' \
                -H 'X-Image-Meta-Disk_format: raw' -H 'X-Image-Meta-Container_format: bare' %1$s/v1/images
                  curl -H 'X-Auth-Token: %2$s' '%1$s/v1/images?limit=3'

                What clients of OpenStack ask; and what was done, and how the service is, for administrators:

                  curl -H 'X-Auth-Token: %2$s' '%1$s/v2/images?limit=3'
                  curl -H 'X-Auth-Token: %6$s' '%1$s/catalogue/v1/changes?limit=3'
                  curl -H 'X-Auth-Token: %6$s' %1$s/health/ready
                  curl -H 'X-Auth-Token: %6$s' %1$s/metrics

                All that can be asked: %1$s/openapi.yaml
                """.formatted(
                        address,
                        User.ALICE.token(),
                        User.ALICE.account(),
                        address + DevelopmentStart.STORE,
                        look(),
                        User.ADMIN.token()));
        return text.toString();
    }

    /** A command for an image that alice sees; none where she sees none. */
    private String look() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/images"))
                .header("X-Auth-Token", User.ALICE.token())
                .header("X-Request-Id", WelcomeId.VALUE)
                .timeout(Duration.ofSeconds(10))
                .build();
        JsonNode first = new ObjectMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body())
                .path(0);
        return first.isMissingNode()
                ? ""
                : "  curl -I -H 'X-Auth-Token: %s' %s/images/%s%n"
                        .formatted(User.ALICE.token(), address, first.path("id").asText());
    }
}

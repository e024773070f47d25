package org.plankton.faults;

import java.util.List;
import java.util.stream.IntStream;
import org.plankton.cloud.User;
import org.plankton.testing.Client;
import org.plankton.testing.Together;

/** Row 9. */
final class ReservedImages implements Row {
    private static final int THREADS = 4;
    private static final int IMAGES = 1200;
    private static final int IMAGES_IN_SHORT = 160;
    private static final int QUOTA = 100; // the default of plankton.quota.queued

    @Override
    public String name() {
        return "9";
    }

    @Override
    public String stimulus() {
        return "one account reserves " + IMAGES + " images";
    }

    @Override
    public String owed() {
        return "413 beyond plankton.quota.queued, which is " + QUOTA + "; others reserve as ever";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service("plankton.quota.queued", String.valueOf(QUOTA));
        Client client = bed.client();
        int each = (bed.pace().isShort() ? IMAGES_IN_SHORT : IMAGES) / THREADS;
        List<Integer> statuses = Together.run(
                        THREADS,
                        number -> IntStream.range(0, each)
                                .map(i -> reserve(client, User.ALICE))
                                .boxed()
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
        long reserved = statuses.stream().filter(status -> status == 201).count();
        long refused = statuses.stream().filter(status -> status == 413).count();
        finding.is("reserved", String.valueOf(QUOTA), reserved, reserved == QUOTA);
        finding.is("refused with 413", "the others", refused, refused == statuses.size() - QUOTA);
        int other = reserve(client, User.BOB);
        finding.is("another account's", "201", other, other == 201);
        bed.forgetImages();
    }

    private static int reserve(Client client, User user) {
        return client.send(
                        "POST",
                        "/v2/images",
                        user.token(),
                        "{\"name\": \"reserved\"}",
                        "Content-Type",
                        "application/json")
                .statusCode();
    }
}

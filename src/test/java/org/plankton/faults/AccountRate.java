package org.plankton.faults;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.plankton.cloud.User;
import org.plankton.testing.Client;

/** Row 12. */
final class AccountRate implements Row {
    private static final int BURST = 10;
    private static final int REQUESTS = 100;

    @Override
    public String name() {
        return "12";
    }

    @Override
    public String stimulus() {
        return "plankton.limits.rate is 1, plankton.limits.burst " + BURST + ", and an account asks " + REQUESTS
                + " times at once";
    }

    @Override
    public String owed() {
        return "429 with Retry-After beyond that; others are served, and administrators always";
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service("plankton.limits.rate", "1", "plankton.limits.burst", String.valueOf(BURST));
        Client client = bed.client();
        List<HttpResponse<String>> answers = ask(client, User.ALICE, REQUESTS);
        long served = count(answers, 200);
        long refused = count(answers, 429);
        finding.tell("served", served);
        finding.is("at least the burst is served", ">= " + BURST, served, served >= BURST);
        finding.some("refused with 429", refused);
        finding.none("neither", answers.size() - served - refused);
        finding.none(
                "429 without Retry-After",
                answers.stream()
                        .filter(answer -> answer.statusCode() == 429)
                        .filter(answer ->
                                answer.headers().firstValue("Retry-After").isEmpty())
                        .count());
        finding.none("others refused", BURST / 2 - count(ask(client, User.BOB, BURST / 2), 200));
        finding.none("administrators refused", REQUESTS - count(ask(client, User.ADMIN, REQUESTS), 200));
    }

    private static List<HttpResponse<String>> ask(Client client, User user, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> client.send("GET", "/images?limit=1", user.token()))
                .toList();
    }

    private static long count(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).count();
    }
}

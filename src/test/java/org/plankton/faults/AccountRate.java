package org.plankton.faults;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.plankton.cloud.User;
import org.plankton.testing.Client;
import org.plankton.testing.Together;

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
        return "with plankton.limits.rate=1 and plankton.limits.burst=" + BURST + " an account asks " + REQUESTS
                + " times at once";
    }

    @Override
    public String owed() {
        return "429 with Retry-After beyond that; others are served, and administrators always";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        bed.service("plankton.limits.rate", "1", "plankton.limits.burst", String.valueOf(BURST));
        Client client = bed.client();
        long start = System.nanoTime();
        List<HttpResponse<String>> answers = ask(client, User.ALICE, REQUESTS);
        long most = BURST + 1 + (long) ((System.nanoTime() - start) / 1e9); // one more for each second
        long served = count(answers, 200);
        long refused = count(answers, 429);
        finding.is("served", BURST + ", and 1 a second", served, served >= BURST && served <= most);
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

    /** The first alone: so many at once of somebody who is not known yet are too many questions of identity. */
    private static List<HttpResponse<String>> ask(Client client, User user, int times) throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        answers.add(ask(client, user));
        answers.addAll(Together.run(times - 1, number -> ask(client, user)));
        return answers;
    }

    private static HttpResponse<String> ask(Client client, User user) {
        return client.send("GET", "/images?limit=1", user.token());
    }

    private static long count(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).count();
    }
}

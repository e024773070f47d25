package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.turns.TurnCounts;
import org.plankton.testing.Await;
import org.plankton.testing.MovableClock;

class CachingIdentityTest extends IdentityContract {
    private static final int WAITING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final MovableClock clock = new MovableClock(Instant.now());
    private volatile Instant expires = clock.instant().plus(Duration.ofDays(30));
    private volatile boolean down;
    private volatile boolean stumbles;

    private final CachingIdentity identity = caching(this::ask);

    private CachingIdentity caching(Identity asked) {
        return new CachingIdentity(asked, Duration.ofSeconds(60), Duration.ofSeconds(5), WAITING, clock, nanos::get);
    }

    private Optional<Identity.Authenticated> ask(String token) {
        questions.incrementAndGet();
        if (down) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "down");
        }
        if (stumbles) {
            throw Fault.misanswered("answered 500");
        }
        return token.equals(User.ALICE.token())
                ? Optional.of(new Identity.Authenticated(User.ALICE.account(), expires))
                : Optional.empty();
    }

    @Override
    Identity identity() {
        return identity;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        clock.move(time);
    }

    @Test
    void asksOnceAMinuteForAGoodToken() {
        assertThat(identity.authenticate("alice-token")).isPresent();
        pass(Duration.ofSeconds(59));
        assertThat(identity.authenticate("alice-token")).isPresent();
        assertThat(questions).hasValue(1);

        pass(Duration.ofSeconds(2));
        assertThat(identity.authenticate("alice-token")).isPresent();
        assertThat(questions).hasValue(2);
    }

    @Test
    void asksOnceInFiveSecondsForABadToken() {
        identity.authenticate("junk");
        identity.authenticate("junk");
        assertThat(questions).hasValue(1);

        pass(Duration.ofSeconds(6));
        identity.authenticate("junk");
        assertThat(questions).hasValue(2);
    }

    @Test
    void believesNoTokenPastItsExpiry() {
        expires = clock.instant().plus(Duration.ofSeconds(10));
        identity.authenticate("alice-token");

        clock.move(Duration.ofSeconds(10)); // by the wall clock alone
        identity.authenticate("alice-token");

        assertThat(questions).hasValue(2);
    }

    @Test
    void believesNoTokenLongerBecauseTheWallClockWasSetBack() {
        identity.authenticate("alice-token");

        clock.move(Duration.ofHours(-1));
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        identity.authenticate("alice-token");

        assertThat(questions).hasValue(2);
    }

    @Test
    void remembersNoFailure() {
        down = true;
        assertThatThrownBy(() -> identity.authenticate("alice-token")).isInstanceOf(Fault.class);

        down = false;
        assertThat(identity.authenticate("alice-token")).isPresent();
    }

    @Test
    void forgetsATokenThatWasRefusedElsewhere() {
        identity.authenticate("alice-token");

        identity.forget("alice-token");
        identity.authenticate("alice-token");

        assertThat(questions).hasValue(2);
    }

    @Test
    void noFloodOfBadTokensDrivesOutAGoodOne() {
        identity.authenticate("alice-token");
        for (int i = 0; i < 30_000; i++) {
            identity.authenticate("junk-" + i);
        }
        questions.set(0);

        identity.authenticate("alice-token");

        assertThat(questions).hasValue(0);
    }

    /** As where 10 000 tokens are in use, of which each second one in a hundred gives way to a new one. */
    @Test
    void manyTokensThatComeAndGoAreAskedForOnceAMinuteEach() {
        int inUse = 10_000;
        int newInAStep = 1_000;
        Duration step = Duration.ofSeconds(10);
        Map<String, Long> asked = new HashMap<>();
        List<Duration> pauses = new ArrayList<>();
        CachingIdentity busy = caching(token -> {
            Long before = asked.put(token, nanos.get());
            if (before != null) {
                pauses.add(Duration.ofNanos(nanos.get() - before));
            }
            return Optional.of(new Identity.Authenticated("account", expires));
        });

        for (int first = 0; first <= 18 * newInAStep; first += newInAStep) { // three minutes
            for (int token = first; token < first + inUse; token++) {
                busy.authenticate("token-" + token);
            }
            pass(step);
        }

        assertThat(pauses).hasSizeGreaterThan(inUse).containsOnly(Duration.ofMinutes(1));
    }

    @Test
    void manyRequestsWithOneTokenMakeOneQuestion() throws Exception {
        for (Future<Optional<Identity.Authenticated>> each : answeredTogether()) {
            assertThat(each.get()).isPresent();
        }
        assertThat(questions).hasValue(1);
    }

    @Test
    void manyRequestsShareOneFailureToo() {
        down = true;
        for (Future<Optional<Identity.Authenticated>> each : answeredTogether()) {
            assertThatThrownBy(each::get).hasCauseInstanceOf(Fault.class);
        }
        assertThat(questions).hasValue(1);
    }

    /** Many with one token, none of whom is answered before all have come. */
    private List<Future<Optional<Identity.Authenticated>>> answeredTogether() {
        CountDownLatch answer = new CountDownLatch(1);
        CachingIdentity slow = caching(token -> {
            await(answer);
            return ask(token);
        });
        Clients clients = new Clients();
        for (int i = 0; i < WAITING; i++) {
            clients.ask(slow, "alice-token");
        }
        clients.awaitWaiting();
        answer.countDown();
        return clients.answers;
    }

    private void assertUnavailable(String token) {
        assertThatThrownBy(() -> identity.authenticate(token))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    /** Which the service has not answered, one after the other. */
    private void fail(int questions) {
        down = true;
        for (int i = 0; i < questions; i++) {
            assertUnavailable("unanswered-" + i);
        }
    }

    @Test
    void aServiceThatDoesNotAnswerIsAskedOnceASecond() {
        fail(5);

        for (int second = 1; second <= 10; second++) {
            for (int i = 0; i < 20; i++) {
                assertUnavailable("unknown-" + second + "-" + i);
                assertUnavailable("the same");
            }
            assertThat(questions).hasValue(5 + second - 1);
            assertThat(identity.unasked()).isEqualTo(40L * second - (second - 1));
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void aServiceThatAnswersAgainIsAskedAsBefore() {
        fail(5);
        down = false;
        assertUnavailable("alice-token");

        pass(Duration.ofSeconds(1));
        assertThat(identity.authenticate("junk")).isEmpty();

        assertThat(identity.authenticate("alice-token")).isPresent();
        assertThat(identity.authenticate("other junk")).isEmpty();
        fail(4);
        down = false;
        assertThat(identity.authenticate("more junk")).isEmpty();
    }

    @Test
    void whatIsRememberedIsAnsweredWhileTheServiceDoesNot() {
        identity.authenticate("alice-token");
        identity.authenticate("junk");
        fail(50);

        assertThat(identity.authenticate("alice-token")).isPresent();
        assertThat(identity.authenticate("junk")).isEmpty();

        pass(Duration.ofSeconds(60));
        assertUnavailable("alice-token");
    }

    @Test
    void noTokenThatExpiresIsBelievedFurtherBecauseTheServiceDoesNotAnswer() {
        expires = clock.instant().plus(Duration.ofSeconds(10));
        identity.authenticate("alice-token");
        fail(5);

        pass(Duration.ofSeconds(10));

        assertUnavailable("alice-token");
    }

    /** Else whoever knows a token of that kind could keep all others out. */
    @Test
    void noTokenThatTheServiceStumblesOverKeepsOthersOut() {
        stumbles = true;
        for (int i = 0; i < 50; i++) {
            assertUnavailable("odd-" + i);
        }
        stumbles = false;

        assertThat(identity.authenticate("alice-token")).isPresent();
        assertThat(questions).hasValue(51);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlySoManyWaitForAServiceThatIsSilent(boolean haveOneToken) throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CachingIdentity slow = caching(token -> {
            await(answer);
            return ask("alice-token");
        });
        Clients clients = new Clients();
        try {
            for (int i = 0; i < WAITING; i++) {
                clients.ask(slow, haveOneToken ? "one" : "token-" + i);
            }
            clients.awaitWaiting();
            assertThat(slow.waiting()).isEqualTo(new TurnCounts(WAITING, WAITING, 0, 0));
            pass(Duration.ofSeconds(1)); // from now on nobody waits for a place

            assertThatThrownBy(() -> new Clients().ask(slow, "one").get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            assertThat(slow.waiting()).isEqualTo(new TurnCounts(WAITING, WAITING, 0, 1));
            answer.countDown();
            for (Future<Optional<Identity.Authenticated>> each : clients.answers) {
                assertThat(each.get()).isPresent();
            }
            assertThat(slow.authenticate("one")).isPresent();
            assertThat(slow.waiting()).isEqualTo(new TurnCounts(WAITING, 0, 0, 1));
            assertThat(slow.unasked()).isZero();
        } finally {
            answer.countDown();
        }
    }

    @Test
    void whileTheServiceAnswersAsManyMoreWaitForTheirTurn() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CachingIdentity slow = caching(token -> {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            await(answer);
            asking.decrementAndGet();
            return ask("alice-token");
        });
        Clients clients = new Clients();
        try {
            for (int i = 0; i < 3 * WAITING; i++) {
                clients.ask(slow, "token-" + i);
            }
            // Those with a place have asked, and those for whom there is no room are told so.
            Await.await(PATIENCE, () -> asking.get() == WAITING && clients.answered() >= WAITING);
            assertThat(slow.waiting()).isEqualTo(new TurnCounts(WAITING, WAITING, WAITING, WAITING));
            answer.countDown();

            int served = 0;
            for (Future<Optional<Identity.Authenticated>> each : clients.answers) {
                try {
                    served += each.get().isPresent() ? 1 : 0;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(Fault.class);
                }
            }
            assertThat(served).isEqualTo(2 * WAITING);
            assertThat(most).hasValue(WAITING);
        } finally {
            answer.countDown();
        }
    }

    /** Each asks in a thread of its own. */
    private static final class Clients {
        final List<Future<Optional<Identity.Authenticated>>> answers = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();

        Future<Optional<Identity.Authenticated>> ask(Identity identity, String token) {
            FutureTask<Optional<Identity.Authenticated>> answer = new FutureTask<>(() -> identity.authenticate(token));
            Thread thread = new Thread(answer);
            thread.setDaemon(true);
            thread.start();
            answers.add(answer);
            threads.add(thread);
            return answer;
        }

        /** Until all wait, for the service or for another's answer. */
        void awaitWaiting() {
            Await.await(PATIENCE, () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        }

        /** How many have been answered, or refused. */
        long answered() {
            return answers.stream().filter(Future::isDone).count();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

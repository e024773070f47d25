package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.cloud.User;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.testing.Await;
import org.plankton.testing.MovableClock;

@Timeout(60)
class ImpatientIdentityTest {
    private static final String ALICE = User.ALICE.token();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicInteger questions = new AtomicInteger();
    private final Semaphore answers = new Semaphore(1000);
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean fails;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final CachingIdentity cached =
            new CachingIdentity(this::ask, Duration.ofHours(1), Duration.ofHours(1), 50, clock, nanos::get);
    private final ImpatientIdentity identity = new ImpatientIdentity(cached, nanos::get);

    private Optional<Identity.Authenticated> ask(String token) {
        questions.incrementAndGet();
        answers.acquireUninterruptibly();
        if (fails) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "down");
        }
        return User.withToken(token)
                .map(user ->
                        new Identity.Authenticated(user.account(), Instant.now().plusSeconds(3600)));
    }

    @AfterEach
    void close() {
        answers.release(1000);
        identity.close();
    }

    private void assertUnknown(String token) {
        assertThatThrownBy(() -> identity.authenticate(token))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Until the question that was begun because of it has been answered. */
    private void awaitKnown(String token) {
        Await.await(PATIENCE, () -> cached.known(token) != null);
    }

    @Test
    void asksOnceForATokenThatIsNew() {
        assertUnknown(ALICE);
        awaitKnown(ALICE);

        for (int i = 0; i < 100; i++) {
            assertThat(identity.authenticate(ALICE))
                    .map(Identity.Authenticated::account)
                    .hasValue(User.ALICE.account());
        }
        assertThat(questions).hasValue(1);
    }

    @Test
    void ofManyNewTokensOneIsAskedAboutInASecond() {
        for (int i = 0; i < 500; i++) {
            assertUnknown("junk " + i);
        }
        awaitKnown("junk 0");
        assertThat(identity.authenticate("junk 0")).isEmpty();
        assertThat(questions).hasValue(1);

        for (int second = 1; second <= 5; second++) {
            pass(SECOND);
            for (int i = 0; i < 100; i++) {
                assertUnknown("junk " + second + " " + i);
            }
        }
        assertThat(questions).hasValueLessThanOrEqualTo(6);
        awaitAsked(ALICE);
        assertThat(identity.authenticate(ALICE)).isPresent();
    }

    /** Whoever else's request has had it asked about. */
    @Test
    void whatIsRememberedIsToldWhateverElseIsAsked() {
        cached.authenticate(ALICE);
        cached.authenticate("junk");
        answers.drainPermits();
        assertUnknown("frozen");

        assertThat(identity.authenticate(ALICE)).isPresent();
        assertThat(identity.authenticate("junk")).isEmpty();
    }

    /** Else it would not return at all: there is no answer. */
    @Test
    void waitsForNobodyAndAsksOneQuestionAtATime() {
        answers.drainPermits();

        assertUnknown(ALICE);
        Await.await(PATIENCE, () -> questions.get() == 1);
        pass(SECOND);
        assertUnknown(User.BOB.token());
        answers.release(); // hers
        awaitKnown(ALICE);
        assertThat(identity.authenticate(ALICE)).isPresent();
        assertThat(questions).hasValue(1);

        answers.release();
        pass(SECOND);
        awaitAsked(User.BOB.token());
        assertThat(questions).hasValue(2);
    }

    /** However soon the one before it has made room. */
    private void awaitAsked(String token) {
        Await.await(PATIENCE, () -> {
            if (cached.known(token) == null) {
                assertUnknown(token);
                pass(SECOND);
            }
            return cached.known(token) != null;
        });
    }

    @Test
    void aQuestionThatFailsIsAskedAgain() {
        fails = true;
        assertUnknown(ALICE);
        Await.await(PATIENCE, () -> questions.get() == 1);
        fails = false;
        pass(SECOND);

        awaitAsked(ALICE);

        assertThat(identity.authenticate(ALICE)).isPresent();
    }

    @Test
    void nobodyIsAskedOnceItIsClosed() {
        identity.close();

        assertUnknown(ALICE);
        assertThat(questions).hasValue(0);
    }
}

package org.plankton.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.JsonResponse;
import org.plankton.api.http.Refusal;

/**
 * Tells load balancers, or anybody else, whether this service can be sent requests: 200 if its database answers, 503 if
 * it does not. Neither needs a token, and nothing is told but that.
 *
 * <p>The identity service and the object store are not asked: every service on them would be found unfit at once, where
 * each still answers what it can.
 */
public final class ReadinessServlet extends ProbeServlet {
    /** Where it is mounted. */
    public static final String PATH = "/readyz";

    private static final long serialVersionUID = 1L;

    /** The database is asked no more often, however many ask here. */
    private static final Duration VALIDITY = Duration.ofSeconds(1);

    /** How long others wait for whoever is asking it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final transient BooleanSupplier database;
    private final transient Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile Instant asked = Instant.EPOCH;
    private volatile boolean answered;

    /** @param database whether it answers; asked by one thread at a time */
    public ReadinessServlet(BooleanSupplier database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean hasBody = request.getMethod().equals("GET");
        if (!isReady()) {
            FaultWriter.write(
                    Refusal.unavailable("NOT_READY", "the service is not ready; try again"), hasBody, response);
        } else if (hasBody) {
            JsonResponse.write("{\"ready\":true}", response);
        }
    }

    boolean isReady() {
        try {
            if (isFresh()) {
                return answered;
            }
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false; // the database takes longer than it may
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (!isFresh()) {
                answered = database.getAsBoolean();
                asked = clock.instant();
            }
            return answered;
        } finally {
            turn.unlock();
        }
    }

    private boolean isFresh() {
        return clock.instant().isBefore(asked.plus(VALIDITY));
    }
}

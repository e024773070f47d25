package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plankton.api.http.Admission.Rate;
import org.plankton.registry.image.Fault;
import org.plankton.testing.Together;

@Tag("long")
class AdmissionTest {
    private static final Set<String> ADMINISTRATORS = Set.of("admin");
    private static final int ROUNDS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static HttpServletRequest request() {
        Map<String, Object> attributes = new HashMap<>();
        HttpServletRequest request =
                mock(HttpServletRequest.class, withSettings().stubOnly());
        when(request.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(request)
                .setAttribute(anyString(), any());
        doAnswer(call -> attributes.remove(call.<String>getArgument(0)))
                .when(request)
                .removeAttribute(anyString());
        return request;
    }

    private static HttpServletRequest admitted(Admission admission, String account) {
        HttpServletRequest request = request();
        admission.admit(request, account);
        return request;
    }

    private static boolean isAdmitted(Admission admission, HttpServletRequest request, String account) {
        return isLetIn(() -> admission.admit(request, account));
    }

    private static boolean isLetIn(Runnable admission) {
        try {
            admission.run();
            return true;
        } catch (Fault tooMany) {
            return false;
        }
    }

    private static Fault refusal(Admission admission, HttpServletRequest request, String account) {
        Fault fault = catchThrowableOfType(Fault.class, () -> admission.admit(request, account));
        assertThat(fault.kind()).isEqualTo(Fault.Kind.TOO_MANY_REQUESTS);
        return fault;
    }

    @Test
    void oneAccountHasSoManyAnsweredAtOnceAndOthersAsMany() {
        Admission admission = new Admission(ADMINISTRATORS, 2, Optional.empty());
        HttpServletRequest first = admitted(admission, "alice");
        admitted(admission, "alice");

        Fault refusal = refusal(admission, request(), "alice");

        assertThat(refusal).hasMessageContaining("2 requests");
        assertThat(refusal.retryAfter()).hasValue(Duration.ofSeconds(1));
        admitted(admission, "bob");
        admission.leave(first);
        admitted(admission, "alice");
        refusal(admission, request(), "alice");
    }

    @Test
    void whoIsRefusedIsNotCounted() {
        Admission admission = new Admission(ADMINISTRATORS, 1, Optional.empty());
        HttpServletRequest first = admitted(admission, "alice");
        HttpServletRequest refused = request();
        refusal(admission, refused, "alice");

        admission.leave(refused);
        refusal(admission, request(), "alice");
        admission.leave(first);
        admission.leave(first);
        admitted(admission, "alice");
        refusal(admission, request(), "alice");
    }

    /** Of two who come while a place becomes free one has it, though the other is refused at the same moment. */
    @Test
    void whoIsRefusedKeepsNobodyOut() throws Exception {
        Admission admission = new Admission(ADMINISTRATORS, 1, Optional.empty());
        List<HttpServletRequest> requests = List.of(admitted(admission, "alice"), request());
        AtomicInteger arrivals = new AtomicInteger();
        boolean[] areIn = {true, false};
        Together.run(2, number -> {
            for (int i = 0; i < ROUNDS; i++) {
                await(arrivals, 4 * i + 2);
                if (areIn[number]) {
                    admission.leave(requests.get(number));
                }
                areIn[number] = isAdmitted(admission, requests.get(number), "alice");
                await(arrivals, 4 * i + 4);
                assertThat(areIn[0]).isNotEqualTo(areIn[1]);
            }
            return null;
        });
    }

    /** Without sleep, so that all begin at the same moment. */
    private static void await(AtomicInteger arrivals, int all) {
        arrivals.incrementAndGet();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (arrivals.get() < all) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the other has not come");
            }
            Thread.yield();
        }
    }

    @Test
    void oneThatHasBeenLetInAlreadyIsCountedOnce() {
        Admission admission = new Admission(ADMINISTRATORS, 1, Optional.of(new Rate(1, 1)));
        HttpServletRequest request = admitted(admission, "alice");

        assertThatCode(() -> admission.admit(request, "alice")).doesNotThrowAnyException();
        admission.leave(request);
        assertThatCode(() -> admission.admit(request, "alice"))
                .as("as it begins anew it takes no second token")
                .doesNotThrowAnyException();
    }

    @Test
    void askingTooOftenIsToldWhenToComeAgain() {
        Admission admission = new Admission(ADMINISTRATORS, 100, Optional.of(new Rate(1, 3)));
        for (int i = 0; i < 3; i++) {
            admitted(admission, "alice");
        }

        Fault refusal = refusal(admission, request(), "alice");

        assertThat(refusal.retryAfter().orElseThrow()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
        admitted(admission, "bob");
    }

    @Test
    void administratorsAskAsMuchAsTheyLike() {
        Admission admission = new Admission(ADMINISTRATORS, 1, Optional.of(new Rate(1, 1)));

        for (int i = 0; i < 10; i++) {
            HttpServletRequest request = admitted(admission, "admin");
            assertThatCode(() -> admission.leave(request)).doesNotThrowAnyException();
        }
    }

    @Test
    void visitorsFromOnePlaceLeaveOthersTheirHalfAndAllTogetherHaveWhatOneAccountMay() {
        Admission admission = new Admission(ADMINISTRATORS, 4, Optional.empty());
        List<HttpServletRequest> ones = List.of(request(), request(), request());
        List<HttpServletRequest> others = List.of(request(), request(), request());

        assertThat(ones.stream().map(request -> isVisiting(admission, request, "192.0.2.1")))
                .containsExactly(true, true, false);
        assertThat(others.stream().map(request -> isVisiting(admission, request, "192.0.2.2")))
                .containsExactly(true, true, false);
        assertThat(isVisiting(admission, request(), "192.0.2.3")).isFalse();
        admission.leave(ones.get(2)); // which was not let in
        assertThat(isVisiting(admission, request(), "192.0.2.3")).isFalse();
        admission.leave(ones.get(0));
        assertThat(isVisiting(admission, request(), "192.0.2.3")).isTrue();
        assertThat(isVisiting(admission, request(), "192.0.2.1")).isFalse();
    }

    private static boolean isVisiting(Admission admission, HttpServletRequest request, String place) {
        return isLetIn(() -> admission.admitVisitor(request, place));
    }

    @Test
    void ofAnAddressOfIpv6TheNetworkIsThePlace() {
        assertThat(network("2001:db8:1:2::5"))
                .isEqualTo(network("2001:db8:1:2:ffff::"))
                .isNotEqualTo(network("2001:db8:1:3::5"));
        assertThat(network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(network("::ffff:192.0.2.1")).isEqualTo("::ffff:192.0.2.1");
        assertThat(network("none:such")).isEqualTo("none:such");
        assertThat(network(null)).isEqualTo("?");
    }

    private static String network(String address) {
        HttpServletRequest request = request();
        when(request.getRemoteAddr()).thenReturn(address);
        return ClientAddress.network(request);
    }
}

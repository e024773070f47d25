package org.plankton.api.catalogue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault;

class SignInResourceTest {
    private static final SignIn SIGN_IN =
            (user, password, domain, project) -> Optional.of(new SignIn.Token("token", Instant.EPOCH, user));

    private final SignInResource resource = new SignInResource(new CatalogueFacts(null, null, null, SIGN_IN));

    /** Has been asked for without parameters. */
    private static UriInfo uri() {
        return (UriInfo) Proxy.newProxyInstance(
                UriInfo.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, arguments) -> URI.create("http://localhost/catalogue/v1/sign-in"));
    }

    /** Causes are logged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\": \"alice\", \"password\": secret}",
                "{\"user\": \"alice\", \"password\": 12345}",
                "{\"user\": \"alice\", \"password\": \"secret"
            })
    void aBodyThatCannotBeReadIsRefusedWithoutACauseThatQuotesIt(String body) {
        assertThatThrownBy(
                        () -> resource.signIn(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), uri()))
                .isInstanceOf(Fault.class)
                .hasNoCause()
                .hasMessageNotContainingAny("secret", "12345");
    }
}

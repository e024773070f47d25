package org.plankton.pithos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PostgresSocketsTest {
    @Test
    void onceTheirOwnerIsClosedAllAreAndNoneIsMadeByWhomeverWasMadeBefore() throws IOException {
        PostgresSockets.Owner owner = new PostgresSockets.Owner();
        PostgresSockets before = new PostgresSockets(owner.name());
        Socket open = before.createSocket();

        owner.close();

        assertThat(open.isClosed()).isTrue();
        assertThatThrownBy(before::createSocket).isInstanceOf(IOException.class);
        assertThatThrownBy(new PostgresSockets(owner.name())::createSocket).isInstanceOf(IOException.class);
    }
}

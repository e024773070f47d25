package org.plankton.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** What {@code jetty.xml} makes of Jetty. */
class ConnectorTest {
    /** As Jetty may still be filling one that it has given back, another connection could lose what it has there. */
    @Test
    void noBufferOfARequestIsAnotherConnectionsLater() throws Exception {
        Server server = new Server();
        Service.configure(server, "jetty.xml");
        Connector connector = server.getConnectors()[0];
        HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
        boolean isDirect = http.getHttpConfiguration().isUseInputDirectByteBuffers();
        ByteBufferPool pool = connector.getByteBufferPool();

        RetainableByteBuffer first = pool.acquire(http.getInputBufferSize(), isDirect);
        ByteBuffer bytes = first.getByteBuffer();
        first.release();

        assertThat(pool.acquire(http.getInputBufferSize(), isDirect).getByteBuffer())
                .isNotSameAs(bytes);
        assertThat(isDirect).as("as a new one each time is dear there").isFalse();
    }
}

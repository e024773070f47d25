package org.plankton.api.jersey;

import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import org.plankton.api.http.CutOffFilter;

/** Notes a body's failure for {@link CutOffFilter}. */
final class CutOffInterceptor implements WriterInterceptor {
    @Override
    public void aroundWriteTo(WriterInterceptorContext body) throws IOException {
        try {
            body.proceed();
            body.removeProperty(CutOffFilter.FAILURE);
        } catch (IOException e) { // the client went away; of that the container need only hear
            body.setProperty(CutOffFilter.FAILURE, e);
        } catch (RuntimeException e) { // a fault, whose own body ends well if it is not too late to send that
            body.setProperty(CutOffFilter.FAILURE, new IOException("an answer could not be finished", e));
            throw e;
        }
    }
}

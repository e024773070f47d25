package org.plankton.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** {@code GET}: the most bytes of the heap that have been in use since the last time it was asked. */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class HeapServlet extends HttpServlet {
    private static final Set<String> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private final AtomicLong peak = new AtomicLong();

    /** The heap is fullest where a collection begins. */
    @Override
    public void init() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notice, none) -> note(notice), null, null);
        }
    }

    private void note(Notification notice) {
        if (notice.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            Map<String, MemoryUsage> before = GarbageCollectionNotificationInfo.from(
                            (CompositeData) notice.getUserData())
                    .getGcInfo()
                    .getMemoryUsageBeforeGc();
            note(POOLS.stream().mapToLong(pool -> before.get(pool).getUsed()).sum());
        }
    }

    private void note(long used) {
        peak.accumulateAndGet(used, Math::max);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        note(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        response.getWriter().print(peak.getAndSet(0));
    }
}

package io.disconnectalerts.outbox;

import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.outbox.Pacing.Decision.WaitUntil;
import io.disconnectalerts.outbox.Pacing.Permits;
import io.disconnectalerts.outbox.Pacing.Situation;
import io.disconnectalerts.outbox.Pacing.Storm;
import io.disconnectalerts.outbox.Timelapse.Told;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An outbox that is nothing but its pacing: what waits is a number, and no store is asked. */
final class PacedValue implements Timelapse.Outbox {
    private final Pacing pacing;
    private final Map<Integer, Deque<long[]>> pending = new TreeMap<>((one, other) -> other - one);
    private final List<Long> answered = new ArrayList<>();
    private Storm storm = Storm.NONE;
    private int lastPriority;
    private int waiting;
    private long now;
    private Told sending;

    PacedValue(Pacing pacing) {
        this.pacing = pacing;
    }

    @Override
    public void clock(long time) {
        now = time;
    }

    @Override
    public void commit(long[] arrivals, int priority) {
        pending.computeIfAbsent(priority, any -> new ArrayDeque<>()).add(arrivals);
        waiting += arrivals.length;
    }

    @Override
    public ClaimResult claim() {
        boolean critical = !pending.getOrDefault(Message.CRITICAL, new ArrayDeque<>()).isEmpty();
        Situation situation = new Situation(new Permits(sending == null ? 0 : sending.at(), answered), storm, waiting,
                lastPriority < Message.CRITICAL, critical,
                waiting > 0 && pending.entrySet().stream().allMatch(queue -> queue.getValue().isEmpty()
                || queue.getKey() < Message.PRESSING));
        if (pacing.over(situation, now)) {
            storm = Storm.NONE;
        }
        if (waiting == 0) {
            return new ClaimResult.Idle();
        }
        return pacing.decide(situation, now) instanceof WaitUntil wait
                ? new ClaimResult.Wait(Duration.ofMillis(wait.time() - now), wait.why(), wait.unlessCritical(),
                        wait.unlessMore())
                : new Claimed(0, "", 1, 0, now, false, false, null, false);
    }

    @Override
    public Told read(Claimed claimed) {
        lastPriority = 0;
        int size = Math.min(waiting, Claims.LARGEST_BATCH);
        long oldest = now;
        long urgent = now;
        int left = size;
        for (Map.Entry<Integer, Deque<long[]>> queue : pending.entrySet()) {
            while (left > 0 && !queue.getValue().isEmpty()) {
                long[] first = queue.getValue().poll();
                oldest = Math.min(oldest, first[0]);
                urgent = queue.getKey() == Message.CRITICAL ? Math.min(urgent, first[0]) : urgent;
                lastPriority = Math.max(lastPriority, queue.getKey());
                if (first.length > left) {
                    queue.getValue().addFirst(Arrays.copyOfRange(first, left, first.length));
                }
                left -= Math.min(left, first.length);
            }
        }
        waiting -= size;
        sending = new Told(now, size, now - oldest, now - urgent);
        return sending;
    }

    @Override
    public void settle(Claimed claimed) {
        storm = storm.told(sending.size(), sending.at());
        answered.add(0, now + 1);
    }
}

package io.disconnectalerts.demo;

import java.util.List;

/** What each button of the page does. */
final class Buttons {

    private final Devices devices;
    private final List<Group> groups;

    Buttons(Devices devices, List<Group> groups) {
        this.devices = devices;
        this.groups = groups;
    }

    /**
     * Does it, or begins to.
     *
     * @param target a client id, or a robot for its faults; empty lets the demo choose
     * @return whom it was done to
     */
    String press(String button, String target) {
        return switch (button) {
            case "connect" -> devices.connect().clientid();
            case "kick" -> devices.kick(target);
            case "unplug" -> devices.pullPlug(target);
            case "silence" -> devices.fallSilent(target);
            case "goodbye" -> devices.sayGoodbye(target);
            case "fight" -> devices.fight();
            case "cut" -> devices.cutFleet();
            case "offline", "token", "throttled", "none" -> group(target).fault(button);
            default -> throw new Refusal("unknown");
        };
    }

    private Group group(String robot) {
        return groups.stream().filter(group -> group.robot().equals(robot)).findFirst().orElseThrow(() -> new Refusal("unknown"));
    }
}

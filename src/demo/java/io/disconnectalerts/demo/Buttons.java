package io.disconnectalerts.demo;

import java.io.IOException;
import java.util.List;

/** What each button of the page does. */
final class Buttons {

    private final Devices devices;
    private final Herds herds;
    private final OtherEvents others;
    private final List<Group> groups;
    private final Product product;
    private final Hush hush;

    Buttons(Devices devices, Herds herds, OtherEvents others, List<Group> groups, Product product,
            Hush hush) {
        this.devices = devices;
        this.herds = herds;
        this.others = others;
        this.groups = groups;
        this.product = product;
        this.hush = hush;
    }

    /**
     * Does it, or begins to.
     *
     * @param target a client id, a robot for its faults, or a language to speak; empty lets the demo choose
     * @return whom it was done to, or to how many
     */
    String press(String button, String target) throws IOException, InterruptedException {
        return switch (button) {
            case "connect" -> devices.connect().clientid();
            case "kick" -> devices.kick(target);
            case "unplug" -> devices.pullPlug(target);
            case "silence" -> devices.fallSilent(target);
            case "goodbye" -> devices.sayGoodbye(target);
            case "back" -> bringBack(target);
            case "flap" -> herds.flap(target);
            case "fight" -> herds.fight();
            case "cut" -> herds.cutFleet();
            case "alarm" -> others.alarm();
            case "refuse" -> others.refuse();
            case "drop" -> others.drop();
            case "miss" -> others.missDelivery();
            case "subscribe" -> others.subscribe();
            case "offline", "token", "throttled", "none" -> group(target).fault(button);
            case "hush" -> hush.press(hush.match().isEmpty() ? devices.chosen(target).clientid() : "");
            case "grace" -> product.grace();
            case "speak" -> product.speak(target);
            default -> throw new Refusal("unknown");
        };
    }

    private String bringBack(String target) {
        List<String> back = devices.bringBack(target);
        int all = back.size() + (back.contains(target) ? 0 : herds.bringBack());
        return all == 1 ? back.get(0) : String.valueOf(all);
    }

    private Group group(String robot) {
        return groups.stream().filter(group -> group.robot().equals(robot)).findFirst()
                .orElseThrow(() -> new Refusal("unknown"));
    }
}

package io.ringlane.cloud.cli;

import io.ringlane.cloud.report.TextGrid;
import io.ringlane.cloud.run.RunException;
import io.ringlane.core.rate.Units;
import io.ringlane.core.text.NearestName;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the instance catalogue. */
@Command(
        name = "types",
        description = "Lists the instance types and what their network can do.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  ringlane types", "  ringlane types c5n          only names that begin with c5n"})
final class TypesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PREFIX", description = "Only types whose name begins so.")
    private String prefix = "";

    TypesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Collection<InstanceType> all = Catalogue.builtIn().types();
        List<InstanceType> types =
                all.stream().filter(type -> type.name().startsWith(prefix)).toList();
        if (types.isEmpty()) {
            Stream<String> names = all.stream()
                    .flatMap(type -> Stream.of(
                            type.name(), type.name().substring(0, type.name().indexOf('.'))));
            throw new RunException("no instance type begins with '" + prefix + "'"
                    + NearestName.of(
                                    prefix.toLowerCase(Locale.ROOT),
                                    names.distinct().toList())
                            .map(near -> " (did you mean '" + near + "'?)")
                            .orElse(""));
        }
        print(types);
        return 0;
    }

    private void print(List<InstanceType> types) {
        TextGrid grid = new TextGrid(terminal.outStyle(), 2)
                .column("type", false)
                .column("vCPUs", true)
                .column("network", false)
                .column("baseline", true)
                .column("burst", true)
                .column("packets", true)
                .column("line", true)
                .column("MTU", true)
                .column("ENIs", true)
                .column("queues", true)
                .column("cluster group", false);
        for (InstanceType type : types) {
            grid.add()
                    .strong(type.name())
                    .cell(Integer.toString(type.vcpus()))
                    .cell(type.enhancedNetworking().label())
                    .cell(Units.formatBitsPerSecond(type.baselineBitsPerSecond()))
                    .cell(type.isBurstable() ? Units.formatBitsPerSecond(type.peakBitsPerSecond()) : "–")
                    .cell(Units.formatPacketsPerSecond(type.packetsPerSecond()))
                    .cell(Units.formatBitsPerSecond(type.lineRateBitsPerSecond()))
                    .cell(Integer.toString(type.mtuBytes()))
                    .cell(Integer.toString(type.networkInterfaces()))
                    .cell(Integer.toString(type.defaultQueues()))
                    .cell(type.clusterGroupAllowed() ? "yes" : "no");
        }
        terminal.out().println(grid.header());
        for (int i = 0; i < types.size(); i++) {
            terminal.out().println(grid.row(i));
        }
    }
}

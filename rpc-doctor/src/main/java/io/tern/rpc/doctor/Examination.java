// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** From files to a report. */
final class Examination {
    private final Project project;
    private final Placeholders placeholders;
    private final Model model;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<TernModule, String> modules = new EnumMap<>(TernModule.class);

    private Examination(Project project) throws IOException {
        this.project = project;
        this.placeholders = new Placeholders(project.propertiesFiles());
        List<ResolvedElement> top = new ArrayList<>();
        Set<String> beans = new HashSet<>();
        List<Path> paths = new ArrayList<>();
        for (XmlFile file : project.xmlFiles()) {
            file.elements().forEach(element -> top.add(ResolvedElement.of(element, placeholders)));
            beans.addAll(file.beans());
            paths.add(file.path());
        }
        project.propertiesFiles().forEach(file -> paths.add(file.path()));
        List<Key> keys = project.propertiesFiles().stream()
                .flatMap(file -> Key.all(file).stream())
                .toList();
        this.model = new Model(top, keys, beans, ExtensionFiles.beside(paths));
    }

    /**
     * Examines files.
     *
     * @throws IOException if one cannot be read; the message is for the user
     */
    static Report of(List<String> names) throws IOException {
        return new Examination(Project.read(names)).report();
    }

    private Report report() {
        boolean complete = !project.isIncomplete();
        AttributeJudge attributes =
                new AttributeJudge(Differences.standard(), model.extensions(), model.beans(), modules);
        RegistryJudge registries = new RegistryJudge(model, modules);
        ElementJudge elements = new ElementJudge(model, attributes, registries, LinkCheck.mistakes(model, complete));
        modules.put(TernModule.CONFIG_SPRING, "the namespace, Spring beans and all that they need");
        model.all(ElementKind.METRICS)
                .forEach(element -> modules.putIfAbsent(TernModule.METRICS, "dubbo:metrics in " + element.place()));
        for (XmlFile file : project.xmlFiles()) {
            addFile(file, elements);
        }
        if (LinkCheck.isApplicationMissing(model, complete)) {
            Place place = model.top().get(0).place();
            String note = Sentence.withCode(ConfigErrors.missing(
                    ConfigElement.of(ElementKind.APPLICATION).origin("name"),
                    "the name of the application, in <dubbo:application name=\"…\"/>"));
            blocks.add(new Block(
                    place, "all files", List.of(new Finding(Verdict.MISTAKE, place, "dubbo:application", note))));
        }
        addKeys(new KeyJudge(attributes, registries, placeholders));
        addExtensions();
        int files = project.xmlFiles().size() + project.propertiesFiles().size();
        return new Report(files, model.all().count(), blocks, modules);
    }

    private void addFile(XmlFile file, ElementJudge judge) {
        List<Block> ofFile = new ArrayList<>();
        Stream.concat(
                        file.problems().stream(),
                        project.unread().stream()
                                .filter(finding -> finding.place()
                                        .file()
                                        .equals(file.path().toString())))
                .forEach(finding -> ofFile.add(new Block(finding.place(), "the file", List.of(finding))));
        model.top().stream()
                .filter(element -> element.place().file().equals(file.path().toString()))
                .flatMap(ResolvedElement::all)
                .filter(element -> element.kind() != ElementKind.PARAMETER)
                .forEach(element -> ofFile.add(judge.judge(element)));
        ofFile.sort(Comparator.comparing(Block::place));
        blocks.addAll(ofFile);
    }

    private void addKeys(KeyJudge judge) {
        for (PropertiesFile file : project.propertiesFiles()) {
            List<Finding> findings = model.keys().stream()
                    .filter(key -> key.entry().place().file().equals(file.path().toString()))
                    .map(judge::judge)
                    .sorted(Comparator.comparing(Finding::place))
                    .toList();
            if (!findings.isEmpty()) {
                blocks.add(new Block(
                        findings.get(0).place(), "keys of " + file.path().getFileName(), findings));
            }
        }
    }

    private void addExtensions() {
        String point = "";
        List<Finding> findings = new ArrayList<>();
        List<ExtensionFiles.Extension> all = model.extensions().all();
        for (int i = 0; i < all.size(); i++) {
            ExtensionFiles.Extension extension = all.get(i);
            findings.add(extension.finding());
            point = extension.place().file();
            if (i + 1 == all.size() || !all.get(i + 1).place().file().equals(point)) {
                blocks.add(new Block(findings.get(0).place(), "Dubbo extensions: " + extension.point(), findings));
                findings = new ArrayList<>();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.api.Animal;
import io.tern.rpc.interop.api.Cat;
import io.tern.rpc.interop.api.Chain;
import io.tern.rpc.interop.api.Coordinates;
import io.tern.rpc.interop.api.Customer;
import io.tern.rpc.interop.api.Dog;
import io.tern.rpc.interop.api.Node;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.Route;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.scenario.TypeScenario.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Beans, graphs, hierarchies and records. */
final class BeanValues {
    private BeanValues() {}

    static void all(Matrix matrix) {
        matrix.echo("echoPoint", TypeService::echoPoint, new Point(Integer.MIN_VALUE, 5), null);
        matrix.echo("echoCustomer", TypeService::echoCustomer, customer());
        graphs(matrix);
        hierarchies(matrix);
        matrix.echo("echoCoordinates", TypeService::echoCoordinates, new Coordinates(48.85, -2.35, 35, true), null);
        Coordinates last = new Coordinates(1, 2, 3, false);
        matrix.echo(
                "echoRoute",
                TypeService::echoRoute,
                new Route("r", new ArrayList<>(List.of(last, last)), last),
                new Route("", new ArrayList<>(), null));
    }

    static Customer customer() {
        Customer customer = new Customer();
        customer.id = 17;
        customer.name = "Ada";
        customer.nickname = "A";
        customer.tags = new ArrayList<>(List.of("x", "y"));
        return customer;
    }

    private static void graphs(Matrix matrix) {
        Node self = new Node("self");
        self.next = self;
        self.children.add(self);
        matrix.echoOne("echoNode", "self cycle", TypeService::echoNode, self);
        Node first = new Node("first");
        Node second = new Node("second");
        first.next = second;
        second.next = first;
        matrix.echoOne("echoNode", "ring", TypeService::echoNode, first);
        Node shared = new Node("shared");
        Node parent = new Node("parent");
        parent.next = shared;
        parent.children.add(shared);
        parent.children.add(shared);
        matrix.echoOne("echoNode", "shared", TypeService::echoNode, parent);
        matrix.cases().check("sameInstance across arguments", () -> {
            Cases.equal(matrix.service().sameInstance(shared, shared), true);
            Cases.equal(matrix.service().sameInstance(shared, new Node("shared")), false);
        });
        Chain chain = new Chain();
        for (int depth = 1; depth <= 500; depth++) {
            Chain outer = new Chain();
            outer.depth = depth;
            outer.inner = chain;
            chain = outer;
        }
        matrix.echoOne("echoChain", "500 levels", TypeService::echoChain, chain);
    }

    private static void hierarchies(Matrix matrix) {
        Cat cat = new Cat();
        cat.name = "Tom";
        cat.lives = 9;
        Dog dog = new Dog();
        dog.name = "Rex";
        dog.legs = 4;
        dog.barks = true;
        dog.friend = cat;
        dog.hide("bone");
        matrix.echo("echoDog", TypeService::echoDog, dog);
        matrix.echo("echoCat", TypeService::echoCat, cat);
        matrix.<Animal>echo("echoAnimal", TypeService::echoAnimal, dog, cat);
    }
}

/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.migrationutilities.generate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.type.SqlTypes;

/**
 * Entities of all kinds, by what they show.
 */
final class Models {

	private Models() {
	}

	enum Colour {

		RED, GREEN

	}

	@Entity
	@Table(name = "basic")
	static class Basics {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		boolean flag;

		Boolean maybe;

		byte tiny;

		short small;

		int number;

		long large;

		float single;

		double precise;

		char letter;

		String text;

		@Column(length = 40, nullable = false)
		String limited;

		@Column(precision = 12, scale = 3)
		BigDecimal amount;

		BigInteger whole;

		LocalDate day;

		LocalTime time;

		LocalDateTime moment;

		Instant instant;

		OffsetDateTime withOffset;

		ZonedDateTime zoned;

		Duration duration;

		UUID uuid;

		byte[] bytes;

		@Lob
		String clob;

		@Lob
		byte[] blob;

		@Column(length = 100_000)
		String novel;

		Locale locale;

		Colour ordinal;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "json_holder")
	static class WithJson {

		@Id
		@GeneratedValue(strategy = GenerationType.UUID)
		UUID id;

		@JdbcTypeCode(SqlTypes.JSON)
		List<String> json;

	}

	@Entity
	@Table(name = "arrays")
	static class WithArrays {

		@Id
		Long id;

		String[] names;

		int[] numbers;

		List<UUID> keys;

	}

	@Embeddable
	static class Address {

		String street;

		@Column(nullable = false)
		String town;

	}

	@Entity
	@Table(name = "author")
	static class Author {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		@Column(unique = true)
		String name;

		@Embedded
		Address home;

		@Embedded
		@AttributeOverride(name = "street", column = @Column(name = "work_street"))
		@AttributeOverride(name = "town", column = @Column(name = "work_town"))
		Address work;

		@OneToMany(mappedBy = "author", cascade = CascadeType.ALL)
		List<Book> books = new ArrayList<>();

		@OneToOne(optional = false)
		Profile profile;

		@OneToMany
		@JoinColumn(name = "owner_id")
		List<Label> own = new ArrayList<>();

		@ElementCollection
		Set<String> nicknames = new HashSet<>();

		@ElementCollection
		List<Address> former = new ArrayList<>();

	}

	@Entity
	@Table(name = "profile")
	static class Profile {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		@ManyToOne
		Profile copyOf;

	}

	@Entity
	@Table(name = "book")
	static class Book {

		@EmbeddedId
		BookId id;

		@ManyToOne
		@OnDelete(action = OnDeleteAction.CASCADE)
		Author author;

		@ManyToMany
		@JoinTable(name = "book_label")
		Set<Label> labels = new HashSet<>();

	}

	@Embeddable
	static class BookId implements Serializable {

		String shelf;

		int place;

	}

	@Entity
	@Table(name = "label")
	static class Label {

		@Id
		String name;

	}

	@Entity
	@Inheritance(strategy = InheritanceType.SINGLE_TABLE)
	@DiscriminatorColumn(name = "kind")
	@Table(name = "vehicle")
	abstract static class Vehicle {

		@Id
		@GeneratedValue(strategy = GenerationType.SEQUENCE)
		Long id;

	}

	@Entity
	static class Car extends Vehicle {

		int doors;

	}

	@Entity
	static class Bike extends Vehicle {

		String frame;

	}

	@Entity
	@Inheritance(strategy = InheritanceType.JOINED)
	@Table(name = "animal")
	abstract static class Animal {

		@Id
		@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "animals")
		@SequenceGenerator(name = "animals", sequenceName = "animal_numbers", initialValue = 100, allocationSize = 10)
		Long id;

	}

	@Entity
	@Table(name = "dog")
	static class Dog extends Animal {

		String breed;

	}

	@Entity
	@Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
	abstract static class Payment {

		@Id
		@GeneratedValue(strategy = GenerationType.TABLE)
		Long id;

	}

	@Entity
	@Table(name = "card_payment")
	static class CardPayment extends Payment {

		String card;

	}

	@Entity
	@Table(name = "cash_payment")
	static class CashPayment extends Payment {

		BigDecimal amount;

	}

	@Entity
	@Table(name = "constrained",
			uniqueConstraints = { @UniqueConstraint(columnNames = { "room", "hour_of_day" }),
					@UniqueConstraint(name = "uk_code", columnNames = "code") },
			indexes = { @Index(columnList = "room"), @Index(name = "by_code", columnList = "code, room"),
					@Index(columnList = "hour_of_day", unique = true) },
			check = @CheckConstraint(name = "hours", constraint = "hour_of_day between 0 and 23"))
	static class Constrained {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		String room;

		@Column(name = "hour_of_day")
		int hour;

		String code;

		@ColumnDefault("'open'")
		@Column(nullable = false)
		String state;

		@Column(columnDefinition = "varchar(20) default 'none'")
		String custom;

	}

	@Entity
	@Table(name = "`order`")
	static class Reserved {

		@Id
		@Column(name = "`select`")
		Long id;

		@Column(name = "`Mixed Case`")
		String mixed;

		@ManyToOne
		@JoinColumn(name = "`group`")
		Reserved group;

	}

	// The entity whose later versions are below.
	@Entity
	@Table(name = "task")
	static class Task {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		@Column(length = 50, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

		int step;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithPriority extends TaskColumns {

		Integer priority;

		@Column(length = 50, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithLongTitle extends TaskColumns {

		@Column(length = 80, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithShortTitle extends TaskColumns {

		@Column(length = 20, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithOptionalTitle extends TaskColumns {

		@Column(length = 50)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "task", uniqueConstraints = @UniqueConstraint(columnNames = { "title", "step" }),
			indexes = @Index(columnList = "step"))
	static class TaskWithUniqueTitle extends TaskColumns {

		@Column(length = 50, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithName extends TaskColumns {

		@Column(length = 50, nullable = false)
		String name;

		@Enumerated(EnumType.STRING)
		Colour colour;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithMoreColours extends TaskColumns {

		@Column(length = 50, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		MoreColours colour;

	}

	@Entity
	@Table(name = "task")
	static class TaskWithParent extends TaskColumns {

		@Column(length = 50, nullable = false)
		String title;

		@Enumerated(EnumType.STRING)
		Colour colour;

		@ManyToOne
		TaskWithParent parent;

	}

	enum MoreColours {

		RED, GREEN, BLUE

	}

	@jakarta.persistence.MappedSuperclass
	abstract static class TaskColumns {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		int step;

	}

}

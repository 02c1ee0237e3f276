CREATE TABLE "assessments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"patient_key" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cards" (
	"uuid" uuid PRIMARY KEY NOT NULL,
	"assessment_id" uuid NOT NULL,
	"hook_instance" text NOT NULL,
	"service_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "embeddings" (
	"subject" text NOT NULL,
	"model" text NOT NULL,
	"preprocessing" text NOT NULL,
	"reading" jsonb NOT NULL,
	"embedding" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embeddings_subject_model_preprocessing_pk" PRIMARY KEY("subject","model","preprocessing")
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"service_id" text NOT NULL,
	"card" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" jsonb,
	"comment" text,
	"accepted" jsonb,
	"outcome_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feedback_once" UNIQUE("card","outcome","outcome_at")
);
--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_assessment_id_assessments_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."assessments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assessments_by_patient" ON "assessments" USING btree ("patient_key","as_of");--> statement-breakpoint
CREATE INDEX "cards_by_assessment" ON "cards" USING btree ("assessment_id");
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"assessment_id" uuid NOT NULL,
	"patient_key" text NOT NULL,
	"film" text NOT NULL,
	"decision" text NOT NULL,
	"draft" text NOT NULL,
	"text" text,
	"origin" text,
	"language" text,
	"is_edited" boolean,
	"replaces" uuid,
	"reason" text,
	"by_id" text NOT NULL,
	"by_name" text,
	"at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"sent_as" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reports_replaced_once" UNIQUE("replaces")
);
--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_assessment_id_assessments_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."assessments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_by_patient" ON "reports" USING btree ("patient_key","at");--> statement-breakpoint
CREATE INDEX "reports_by_assessment" ON "reports" USING btree ("assessment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_first_of_film" ON "reports" USING btree ("patient_key","film") WHERE "reports"."decision" = 'signed' and "reports"."replaces" is null;
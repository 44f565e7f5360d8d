namespace Antenna.Data.Derived;

/// <summary>Recounts the capture sets that a transaction has touched.</summary>
internal static class CaptureSetUpkeep
{
    // A set is large, and an import touches it with every batch: it is counted once, when the transaction commits. Sets are
    // locked in the order of their ids, and the notes of a transaction that is not over are invisible to others.
    public const string Counting =
        """
        create unlogged table derived.touched_capture_sets (capture_set_id bigint not null);

        create function derived.touch_capture_sets(ids bigint[]) returns void language sql as $$
            insert into derived.touched_capture_sets (capture_set_id)
            select distinct id from unnest(ids) touched(id)
            where not exists (select from derived.touched_capture_sets known where known.capture_set_id = touched.id)
        $$;

        create function derived.touch_sets_of_captures(captures bigint[]) returns void language sql as $$
            select derived.touch_capture_sets(array(select distinct capture_set_id from capture_set_items where capture_id = any(captures)))
        $$;

        create function derived.refresh_capture_sets() returns trigger language plpgsql as $$
        declare
            ids bigint[] := array(select distinct capture_set_id from derived.touched_capture_sets order by capture_set_id);
        begin
            if cardinality(ids) = 0 then
                return null;
            end if;
            delete from derived.touched_capture_sets;
            perform from capture_sets where id = any(ids) order by id for no key update;
            delete from capture_set_figures where capture_set_id = any(ids);
            insert into capture_set_figures (capture_set_id, captures, detections, occurrences, nights, deployments, first_captured_at, last_captured_at)
            select capture_set_id, captures, detections, occurrences, nights, deployments, first_captured_at, last_captured_at
            from derived.capture_set_figures where capture_set_id = any(ids);
            delete from capture_set_classifiers where capture_set_id = any(ids);
            insert into capture_set_classifiers (capture_set_id, algorithm_id, results, in_scope, maskable)
            select capture_set_id, algorithm_id, results, in_scope, maskable
            from derived.capture_set_classifiers where capture_set_id = any(ids);
            return null;
        end $$;
        create constraint trigger refresh_capture_sets after insert on derived.touched_capture_sets
            deferrable initially deferred for each row execute function derived.refresh_capture_sets();

        create function derived.follow_capture_sets() returns trigger language plpgsql as $$
        begin
            perform derived.touch_capture_sets(array(select id from added));
            return null;
        end $$;
        """;
}

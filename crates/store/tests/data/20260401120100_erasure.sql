update export_run set begun_after = 1 where id = 1;
